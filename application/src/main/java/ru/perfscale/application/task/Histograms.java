package ru.perfscale.application.task;

import ru.perfscale.domain.task.Tally;

/**
 * Arithmetic on encoded histograms; {@code docs/measurement.md}, section Histogram. Thread-safe.
 */
public interface Histograms {
  /** A sum of nothing yet. */
  Sum sum();

  /**
   * @throws IllegalArgumentException when {@link Sum#add} would refuse it
   */
  default void requireAddable(byte[] encoded) {
    sum().add(encoded);
  }

  /**
   * Histograms added up, bucket by bucket: the same in any order. For one thread at a time; it
   * takes some hundred KiB at most, whatever is added.
   */
  interface Sum {
    /**
     * @param encoded HdrHistogram's V2 form; no bytes at all are a histogram of nothing
     * @throws IllegalArgumentException when it is no such histogram; nothing was added then
     */
    void add(byte[] encoded);

    /**
     * The value of nearest rank.
     *
     * @param percentile above 0, at most 100
     * @param tally the exact minimum and maximum of what was added
     * @return nanoseconds
     * @throws IllegalStateException when nothing was added
     */
    long valueAt(double percentile, Tally tally);

    /** The V2 form; no bytes when nothing was added. */
    byte[] encoded();
  }
}
