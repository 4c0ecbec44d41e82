/**
 * A seeded simulation of the life of tasks. The use cases are the real ones; everything around them
 * is a model: time, the network, agents and their loads, servers that die, and a database that
 * behaves as PostgreSQL does at READ COMMITTED (row locks, SKIP LOCKED, rollback, outages). One
 * thread at a time runs, so a seed always gives the same schedule.
 *
 * <p>Start at {@code SimulationTest}, which says how to replay a seed and how to run a campaign,
 * then {@code Simulation} (one schedule), {@code Invariants} (what must hold), {@code
 * SimulatedAgent} (a client that follows {@code docs/agent-protocol.md}).
 */
package ru.perfscale.application.simulation;
