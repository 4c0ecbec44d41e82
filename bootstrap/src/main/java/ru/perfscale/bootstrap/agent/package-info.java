/**
 * This host as a machine: what it is, its credential, its agent in this process, which talks HTTP
 * like any other. Start at {@code LocalAgent}.
 */
package ru.perfscale.bootstrap.agent;
