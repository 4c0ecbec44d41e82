package ru.perfscale.application.machine;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import ru.perfscale.domain.Refusal.Unauthenticated;
import ru.perfscale.domain.machine.Agent;

/**
 * Finds the agent that a machine credential belongs to. An agent delivers every second, and looking
 * it up each time costs as much as storing what it brings: one that was found is believed for a few
 * seconds, for requests that only show that it lives, ask what there is to do, or bring frames of
 * its own run. Everything else begins with a look. Thread-safe.
 */
public final class AuthenticateAgent {
  private static final Duration BELIEVED = Duration.ofSeconds(5);
  private static final int MOST_REMEMBERED = 10_000;

  private final AgentRepository agents;
  private final LongSupplier nanoTime;

  private final Map<CredentialHash, Found> found =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CredentialHash, Found> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  private record Found(Agent agent, long at) {}

  /**
   * @param nanoTime a monotonic clock such as {@link System#nanoTime}
   */
  public AuthenticateAgent(AgentRepository agents, LongSupplier nanoTime) {
    this.agents = agents;
    this.nanoTime = nanoTime;
  }

  /**
   * Looks it up.
   *
   * @throws Unauthenticated when no living machine has this credential
   */
  public Agent authenticate(String credential) {
    CredentialHash hash = CredentialHash.of(credential);
    long at = nanoTime.getAsLong();
    Optional<Agent> agent = agents.find(hash);
    remember(hash, agent.map(known -> new Found(known, at)));
    return agent.orElseThrow(
        () -> new Unauthenticated("The machine credential is unknown or revoked"));
  }

  /** Whom this credential belonged to within the last five seconds, asking nobody. */
  public Optional<Agent> believed(String credential) {
    return remembered(CredentialHash.of(credential))
        .filter(known -> nanoTime.getAsLong() - known.at() < BELIEVED.toNanos())
        .map(Found::agent);
  }

  private synchronized Optional<Found> remembered(CredentialHash hash) {
    return Optional.ofNullable(found.get(hash));
  }

  private synchronized void remember(CredentialHash hash, Optional<Found> now) {
    // Behind all others again, so that the eldest is the one looked up longest ago.
    found.remove(hash);
    now.ifPresent(known -> found.put(hash, known));
  }
}
