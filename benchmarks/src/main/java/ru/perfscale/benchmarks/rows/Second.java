package ru.perfscale.benchmarks.rows;

import java.util.List;

/** What one machine delivers for one second. */
record Second(String assignment, long second, List<Label> labels) {
  /**
   * One label's samples.
   *
   * @param series its number
   * @param numbers count, untimed, sum, min, max, first start, last end
   * @param histogram HdrHistogram's V2 form
   */
  record Label(long series, long[] numbers, byte[] histogram) {}
}
