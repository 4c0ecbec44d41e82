package ru.perfscale.domain.task;

import java.util.List;

/**
 * Seconds that follow each other.
 *
 * @param from the first one
 * @param to the last one
 */
public record SecondRange(long from, long to) {
  public SecondRange {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("Not seconds: " + from + " to " + to);
    }
  }

  /**
   * How many of the first seconds are there.
   *
   * @param ranges in order, none of them overlapping
   * @param seconds how many should be there, beginning with second 0
   */
  public static long covered(List<SecondRange> ranges, long seconds) {
    return ranges.stream()
        .filter(range -> range.from < seconds)
        .mapToLong(range -> Math.min(range.to, seconds - 1) - range.from + 1)
        .sum();
  }
}
