package ru.perfscale.runner.engine.internal.run;

import java.time.Instant;

/** Wall-clock time that is read once and then goes on monotonically. */
record RunClock(Instant start, long startNanoTime) {
  static RunClock startNow() {
    return new RunClock(Instant.now(), System.nanoTime());
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
