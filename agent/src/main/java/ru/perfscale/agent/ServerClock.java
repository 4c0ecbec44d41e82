package ru.perfscale.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.agent.protocol.ClockOffset;
import ru.perfscale.agent.protocol.ControlPlane;
import ru.perfscale.agent.protocol.ControlPlaneException;

/**
 * How this machine's clock stands to the server's, by the quickest of several exchanges. Measured
 * when nothing waits for it, and anew before a start together with others. Thread-safe.
 */
final class ServerClock {
  private static final Logger LOG = LoggerFactory.getLogger(ServerClock.class);
  private static final int EXCHANGES = 5;
  private static final Duration FRESH = Duration.ofMinutes(5);

  private final ControlPlane controlPlane;
  private volatile Optional<Measured> latest = Optional.empty();

  private record Measured(ClockOffset offset, long nanoTime) {
    private boolean isFresh() {
      return System.nanoTime() - nanoTime < FRESH.toNanos();
    }
  }

  ServerClock(ControlPlane controlPlane) {
    this.controlPlane = controlPlane;
  }

  /** What was measured last; empty when the server never told its time. */
  Optional<ClockOffset> latest() {
    return latest.map(Measured::offset);
  }

  void refresh() throws InterruptedException {
    if (latest.filter(Measured::isFresh).isEmpty()) {
      measure();
    }
  }

  /** Asks some times; keeps what was known when the server does not answer. */
  Optional<ClockOffset> measure() throws InterruptedException {
    Optional<ClockOffset> best = Optional.empty();
    try {
      for (int i = 0; i < EXCHANGES; i++) {
        ClockOffset offset = exchange();
        if (best.isEmpty() || offset.error().compareTo(best.get().error()) < 0) {
          best = Optional.of(offset);
        }
      }
    } catch (ControlPlaneException e) {
      LOG.debug("The server's clock is not known: {}", e.getMessage());
    }
    best.ifPresent(offset -> latest = Optional.of(new Measured(offset, System.nanoTime())));
    return latest();
  }

  private ClockOffset exchange() throws InterruptedException {
    Instant asked = Instant.now();
    long begun = System.nanoTime();
    Instant serverTime = controlPlane.clock();
    return ClockOffset.of(asked, serverTime, Duration.ofNanos(System.nanoTime() - begun));
  }
}
