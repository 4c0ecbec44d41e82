/**
 * What runs on a machine: it takes assignments from the control plane and runs them with the
 * engine. Start at {@link ru.perfscale.agent.Agent}, then follow one assignment through {@code
 * Session} (one life towards the control plane), {@code Assignments} (all of them), {@code
 * AssignmentRun} (one of them), {@code Delivery} and {@code LateDelivery} (what it measured, on its
 * way, in this life of the agent or the next).
 *
 * <p>Threads, all daemons named {@code perfscale-agent-…}: one polls, one sends heartbeats, one
 * watches the contact, one delivers what earlier lives left, and each assignment has its own. Loads
 * are stopped by any of them, started by the assignment's own only. May use runner-engine, {@code
 * ru.perfscale.agent.protocol} and {@code ru.perfscale.agent.journal}.
 */
package ru.perfscale.agent;
