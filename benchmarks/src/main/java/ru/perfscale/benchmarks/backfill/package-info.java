/**
 * How fast an agent delivers what it could not deliver before: a journal of half an hour, a real
 * server with PostgreSQL, an agent that starts. Start at {@code Main}.
 */
package ru.perfscale.benchmarks.backfill;
