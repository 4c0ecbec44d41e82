package ru.perfscale.agent;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import ru.perfscale.agent.protocol.HostFacts;

/**
 * What the agent is told of the place where it runs.
 *
 * @param facts told to the control plane; empty when nobody found out
 * @param lives remembers this agent's lives
 */
public record Host(Optional<HostFacts> facts, Lives lives) {
  public Host {
    requireNonNull(facts, "facts");
    requireNonNull(lives, "lives");
  }

  /** Nothing is known, and nothing is remembered beyond this process. */
  public static Host unknown() {
    return new Host(Optional.empty(), Lives.inMemory());
  }
}
