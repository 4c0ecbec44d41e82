package ru.perfscale.runner.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a tool's duration is.
 *
 * @param meaning in words, such as {@code sending + waiting + receiving, without connecting}
 * @param resolution the tool's clock step; percentiles of a 1 ms tool are reported in whole
 *     milliseconds
 */
public record LatencyMeaning(String meaning, Duration resolution) {
  /**
   * Checks the resolution.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public LatencyMeaning {
    requireNonNull(meaning, "meaning");
    if (resolution.isZero() || resolution.isNegative()) {
      throw new IllegalArgumentException("resolution is " + resolution + ", must be above zero");
    }
  }
}
