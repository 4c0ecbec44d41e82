package ru.perfscale.bootstrap.results;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import ru.perfscale.runner.engine.latency.Milliseconds;

/**
 * Milliseconds for a table: as many digits as the histogram's precision allows, no more. Exact
 * values are in the JSON.
 */
public final class MillisText {
  private static final String NONE = "–";
  private static final BigDecimal TEN = BigDecimal.TEN;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

  private MillisText() {}

  /**
   * @param resolution of the tool's clock
   */
  public static String of(long nanos, Duration resolution) {
    return of(Milliseconds.of(nanos, resolution));
  }

  /**
   * @param resolution of the tool's clock
   */
  public static String of(OptionalLong nanos, Duration resolution) {
    return nanos.isPresent() ? of(nanos.getAsLong(), resolution) : NONE;
  }

  public static String of(Optional<BigDecimal> millis) {
    return millis.map(MillisText::of).orElse(NONE);
  }

  /** Never more decimals than the value came with: a tool of 1 ms has none. */
  public static String of(BigDecimal millis) {
    int decimals =
        millis.compareTo(THOUSAND) >= 0
            ? 0
            : millis.compareTo(HUNDRED) >= 0 ? 1 : millis.compareTo(TEN) >= 0 ? 2 : 3;
    return millis
        .setScale(Math.min(decimals, Math.max(0, millis.scale())), RoundingMode.HALF_UP)
        .toPlainString();
  }
}
