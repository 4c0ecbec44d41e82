package ru.perfscale.runner.engine.internal.run;

import java.time.Duration;
import java.time.Instant;

/** Wall-clock time that is read once and then goes on monotonically. */
record RunClock(Instant start, long startNanoTime) {
  static RunClock startNow() {
    return new RunClock(Instant.now(), System.nanoTime());
  }

  /** One that began at a moment that is past; one that is yet to come is now. */
  static RunClock since(Instant start) {
    Instant now = Instant.now();
    long nanoTime = System.nanoTime();
    return start.isAfter(now)
        ? new RunClock(now, nanoTime)
        : new RunClock(start, nanoTime - Duration.between(start, now).toNanos());
  }

  /** t0 in nanoseconds since the epoch. */
  long startNanos() {
    return start.getEpochSecond() * 1_000_000_000L + start.getNano();
  }

  /** Nanoseconds since t0. */
  long elapsedNanos() {
    return System.nanoTime() - startNanoTime;
  }

  /** Nanoseconds since the epoch. */
  long nowNanos() {
    return startNanos() + elapsedNanos();
  }
}
