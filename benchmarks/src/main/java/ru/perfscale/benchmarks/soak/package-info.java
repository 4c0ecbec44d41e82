/**
 * What one server bears: {@code benchmarks/run soak} lets many simulated agents, in a process of
 * their own, deliver prebuilt frames once a second to a real server with a real PostgreSQL, and
 * prints the backlog, how long a delivery takes, and the processor time of server and database.
 * Every agent follows the protocol as a real one does: polls, heartbeats, frames, finish. In the
 * end every task has to have passed with the right count.
 */
package ru.perfscale.benchmarks.soak;
