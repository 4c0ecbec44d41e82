package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a tool's latency is.
 *
 * @param meaning from which moment to which, in words
 * @param resolution the smallest difference that the tool can report, above 0
 */
public record LatencyMeaning(String meaning, Duration resolution) {
  public LatencyMeaning {
    requireNonNull(meaning);
    if (!resolution.isPositive()) {
      throw new IllegalArgumentException("A resolution is above 0, not " + resolution);
    }
  }

  /** Whether percentiles are whole milliseconds, because the tool reports nothing finer. */
  public boolean isWholeMillis() {
    return resolution.compareTo(Duration.ofMillis(1)) >= 0;
  }
}
