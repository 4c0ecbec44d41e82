package ru.perfscale.application.task;

import java.util.List;
import ru.perfscale.domain.task.Tally;

/**
 * Arithmetic on encoded histograms; {@code docs/measurement.md}, section Histogram. Thread-safe.
 */
public interface Histograms {
  /**
   * Adds them, bucket by bucket: the same in any order.
   *
   * @throws IllegalArgumentException when one is not such a histogram
   */
  byte[] sum(List<byte[]> histograms);

  /**
   * The values of nearest rank in the sum of the histograms.
   *
   * @param tally the exact minimum and maximum of what they hold
   * @param percentiles 0 … 100
   * @return nanoseconds, one for each percentile
   * @throws IllegalArgumentException when one is not such a histogram, or all are empty
   */
  long[] valuesAt(List<byte[]> histograms, Tally tally, double... percentiles);
}
