package ru.perfscale.benchmarks;

import java.util.Arrays;

/** The figures of several rounds; sorted. */
public record Rounds(double[] sorted) {
  public static Rounds of(double... figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    return new Rounds(sorted);
  }

  public double min() {
    return sorted[0];
  }

  public double median() {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  public double max() {
    return sorted[sorted.length - 1];
  }

  /** By nearest rank. */
  public double percentile(double percentile) {
    int rank = (int) Math.ceil(percentile / 100 * sorted.length);
    return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
  }

  /** Median, with the least and the greatest. */
  public String show(String format) {
    return (format + " (" + format + " … " + format + ")").formatted(median(), min(), max());
  }
}
