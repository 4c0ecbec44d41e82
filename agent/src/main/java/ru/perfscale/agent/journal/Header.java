package ru.perfscale.agent.journal;

import java.time.Instant;
import ru.perfscale.agent.protocol.Claim;

/**
 * Whose measurements a journal holds.
 *
 * @param claim under which they are delivered, also by a later life of the agent
 * @param server where the control plane was, for people who look for a file's origin
 */
record Header(Claim claim, String server, Instant createdAt) {}
