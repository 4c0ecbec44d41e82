package ru.perfscale.runner.engine.latency;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** How a duration is shown: milliseconds, as fine as the tool's clock allows. */
public final class Milliseconds {
  private static final Duration ONE = Duration.ofMillis(1);

  private Milliseconds() {}

  /**
   * Rounds half up to 3 decimals, or to whole milliseconds for a tool that measures in them.
   *
   * @param nanos a duration, 0 or more
   * @param resolution the tool's clock step
   */
  public static BigDecimal of(long nanos, Duration resolution) {
    int decimals = resolution.compareTo(ONE) >= 0 ? 0 : 3;
    return BigDecimal.valueOf(nanos, 6).setScale(decimals, RoundingMode.HALF_UP);
  }
}
