/**
 * The processes that faults are put on. Start at {@code Stage}: a PostgreSQL, an issuer of tokens,
 * servers, agents, and the proxies between them. Everything lies below one directory and is ended
 * by its process id when the stage is closed or this JVM ends.
 */
package ru.perfscale.faults.stage;
