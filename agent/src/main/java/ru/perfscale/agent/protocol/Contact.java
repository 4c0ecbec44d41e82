package ru.perfscale.agent.protocol;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When the control plane last heard this agent for certain: the latest moment at which a sign of
 * life was sent that it answered. Counted on the monotonic clock.
 */
public final class Contact {
  private final AtomicLong lastHeard = new AtomicLong(System.nanoTime());

  void heardAt(long nanoTime) {
    lastHeard.accumulateAndGet(nanoTime, (old, now) -> now - old > 0 ? now : old);
  }

  /** How long it has been. */
  public Duration silence() {
    return Duration.ofNanos(Math.max(0, System.nanoTime() - lastHeard.get()));
  }
}
