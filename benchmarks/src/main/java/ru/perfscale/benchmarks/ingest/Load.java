package ru.perfscale.benchmarks.ingest;

import java.util.Random;
import java.util.function.Consumer;

/**
 * A load of 50 labels, 20,000 requests a second, log-normal durations around 12 ms, one error in a
 * hundred. Always the same.
 */
final class Load {
  static final int LABELS = 50;
  static final long START_NANOS = 1_795_509_280_000_000_000L;
  private static final int PER_SECOND = 20_000;
  private static final double MEDIAN_NANOS = 12e6;

  private final Random random = new Random(42);
  private long number;

  /** Tells of more and more requests. */
  void next(Consumer<Sample> taker) {
    number++;
    long end = START_NANOS + number * (1_000_000_000L / PER_SECOND);
    long duration = (long) (MEDIAN_NANOS * Math.exp(0.7 * random.nextGaussian()));
    taker.accept(new Sample(random.nextInt(LABELS), end, duration, random.nextInt(100) > 0));
  }

  long count() {
    return number;
  }

  /** How long the load took. */
  long nanos() {
    return number * (1_000_000_000L / PER_SECOND);
  }

  /** Two labels in three have a name, as good scripts give; the others are known by their URL. */
  static String label(int number) {
    return number % 3 == 0 ? url(number) : "GET /api/v1/resource" + number;
  }

  static String url(int number) {
    return "http://127.0.0.1:8080/api/v1/resource" + number;
  }
}
