/**
 * What a run measured, on disk until the control plane has it: one file per assignment, written
 * before anything is sent, read again by the next life of the agent. Format and reasons: {@code
 * docs/adr/0010-journal-on-the-agents-disk.md}. Start at {@link
 * ru.perfscale.agent.journal.JournalDirectory}; {@code Journal} is one assignment's, {@code
 * Backlog} what it keeps where, {@code Folding} what becomes of it when the room runs out, {@code
 * Contents} how a file is read.
 *
 * <p>Journals are thread-safe. One daemon thread, {@code perfscale-agent-journal}, tells the disk
 * to keep what was written. Nothing here reads or writes files through interruptible channels: an
 * interrupt would close them. May use the protocol's frames and the engine's measurements.
 */
package ru.perfscale.agent.journal;
