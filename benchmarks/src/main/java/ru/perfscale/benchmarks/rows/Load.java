package ru.perfscale.benchmarks.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/**
 * Seconds as machines deliver them: every label has its own log-normal latency. The histograms come
 * from a pool, so that making them is no part of what is measured.
 *
 * @param assignments machines of the one task
 * @param samples per label and second
 */
record Load(int assignments, int labels, int samples, int seconds) {
  private static final int POOL = 60;
  private static final long START_NANOS = 1_795_509_280_000_000_000L;
  private static final double NANOS_PER_MILLI = 1e6;

  /** All labels of a second, of some seconds. */
  List<List<Second.Label>> pool() {
    Random random = new Random(42);
    List<List<Second.Label>> pool = new ArrayList<>();
    for (int i = 0; i < POOL; i++) {
      List<Second.Label> second = new ArrayList<>();
      for (int label = 0; label < labels; label++) {
        second.add(label(random, label));
      }
      pool.add(second);
    }
    return pool;
  }

  private Second.Label label(Random random, int label) {
    LatencyHistogram histogram = new LatencyHistogram();
    long sum = 0;
    long min = Long.MAX_VALUE;
    long max = 0;
    for (int i = 0; i < samples; i++) {
      double median = (5 + 3 * label) * NANOS_PER_MILLI;
      long nanos = (long) (median * Math.exp(0.5 * random.nextGaussian()));
      histogram.add(nanos);
      sum += nanos;
      min = Math.min(min, nanos);
      max = Math.max(max, nanos);
    }
    long[] numbers = {samples, 0, sum, min, max, START_NANOS, START_NANOS + 999_000_000L};
    return new Second.Label(1000L + label, numbers, histogram.encode());
  }

  static String assignment(int number) {
    return "a_%026d".formatted(number);
  }
}
