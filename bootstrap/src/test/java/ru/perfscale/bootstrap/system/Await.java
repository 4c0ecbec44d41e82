package ru.perfscale.bootstrap.system;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Looks again and again until something is there. */
final class Await {
  private static final long PAUSE_MILLIS = 50;

  private Await() {}

  /**
   * @return empty when the time is over
   */
  static <T> Optional<T> value(Duration limit, Supplier<Optional<T>> look) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> seen = look.get();
      if (seen.isPresent() || System.nanoTime() - end >= 0) {
        return seen;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while waiting", e);
      }
    }
  }

  /**
   * @return whether it became true in time
   */
  static boolean that(Duration limit, BooleanSupplier condition) {
    return value(limit, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty())
        .isPresent();
  }
}
