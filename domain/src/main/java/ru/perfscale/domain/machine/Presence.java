package ru.perfscale.domain.machine;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a machine from the agent that serves it.
 *
 * @param lastSeenAt when the agent was last heard; empty when it never was
 * @param agentVersion of the agent's program, as it told
 * @param tools in the order of {@code Tool}
 */
public record Presence(
    MachineStatus status,
    Optional<Instant> lastSeenAt,
    Optional<String> agentVersion,
    List<MachineTool> tools) {
  /** No agent was ever heard. */
  public static final Presence NONE =
      new Presence(MachineStatus.OFFLINE, Optional.empty(), Optional.empty(), List.of());

  public Presence {
    requireNonNull(status);
    requireNonNull(lastSeenAt);
    requireNonNull(agentVersion);
    tools = List.copyOf(tools);
  }
}
