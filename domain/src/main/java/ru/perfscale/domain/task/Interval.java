package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

/**
 * Samples of one series over some time: one second of it, or all of it.
 *
 * @param histogram HdrHistogram's V2 encoding of the measured durations in nanoseconds; never
 *     changed by anyone who holds it; empty when there is none
 */
public record Interval(Series series, Tally tally, byte[] histogram) {
  public Interval {
    requireNonNull(series);
    requireNonNull(tally);
    requireNonNull(histogram);
  }

  Interval shifted(long nanos) {
    return new Interval(series, tally.shifted(nanos), histogram);
  }
}
