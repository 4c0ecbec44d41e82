/**
 * A seeded simulation of the life of tasks. The use cases are the real ones; everything around them
 * is a model: time, the network, agents and their loads, servers that die, and a database that
 * behaves as PostgreSQL does at READ COMMITTED (row locks, SKIP LOCKED, rollback, outages). One
 * thread at a time runs, so a seed always gives the same schedule.
 *
 * <p>Where the model is simpler than the world: a load is a row of numbers, histograms have four
 * buckets, one credential has one agent, which is always the same protocol's; a tool can always be
 * installed; an agent that is asked to end stops its loads; a journal is kept or not, and never
 * torn; agents tell no clock offset, and their hosts are never suspended; nobody's monotonic clock
 * drifts; a server's deliveries take turns, because whoever waits for one of its own locks waits in
 * real time. Where it is stricter than the agent: an agent looks at its contact once more right
 * before a load begins, and an engine that froze while it began one does not.
 *
 * <p>Start at {@code SimulationTest}, which says how to replay a seed and how to run a campaign,
 * then {@code Simulation} (one schedule), {@code Invariants} (what must hold), {@code
 * SimulatedAgent} (a client that follows {@code docs/agent-protocol.md}).
 */
package ru.perfscale.application.simulation;
