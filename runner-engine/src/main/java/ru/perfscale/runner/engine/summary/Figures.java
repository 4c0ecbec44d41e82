package ru.perfscale.runner.engine.summary;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.latency.LatencyHistogram;
import ru.perfscale.runner.engine.latency.Milliseconds;

/**
 * Figures over a set of requests. Durations are milliseconds with 3 decimals, or whole ones for a
 * tool that measures in them; they are over requests with a measured duration, and empty when there
 * is none.
 */
public final class Figures {
  private static final double NANOS_PER_SECOND = 1e9;

  private final long count;
  private final long errors;
  private final long untimed;
  private final BigDecimal sumNanos;
  private final long minNanos;
  private final long maxNanos;
  private final long firstStartNanos;
  private final long lastEndNanos;
  private final LatencyHistogram histogram = new LatencyHistogram();
  private final Duration resolution;

  private Figures(List<LatencySnapshot> requests, Duration resolution) {
    long all = 0;
    long bad = 0;
    long without = 0;
    BigDecimal sum = BigDecimal.ZERO;
    long min = Long.MAX_VALUE;
    long max = 0;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (LatencySnapshot request : requests) {
      all += request.count();
      bad += request.series().outcome() == Outcome.ERROR ? request.count() : 0;
      without += request.untimed();
      sum = sum.add(BigDecimal.valueOf(request.sumNanos()));
      min = Math.min(min, request.minNanos());
      max = Math.max(max, request.maxNanos());
      first = Math.min(first, request.firstStartNanos());
      last = Math.max(last, request.lastEndNanos());
      histogram.add(request.histogram());
    }
    count = all;
    errors = bad;
    untimed = without;
    sumNanos = sum;
    minNanos = min;
    maxNanos = max;
    firstStartNanos = first;
    lastEndNanos = last;
    this.resolution = resolution;
  }

  /**
   * Figures over requests that the caller chose.
   *
   * @param requests in any order; those of the same series are addends
   * @param resolution how fine the tool's clock is
   */
  public static Figures of(List<LatencySnapshot> requests, Duration resolution) {
    return new Figures(requests, resolution);
  }

  /** Requests. */
  public long count() {
    return count;
  }

  /** Requests that the tool judged bad. */
  public long errors() {
    return errors;
  }

  /** Requests without a measured duration. */
  public long untimed() {
    return untimed;
  }

  /** Errors ÷ requests, 0 … 1 with 6 decimals; 0 and 1 only when it is exactly that. */
  public OptionalDouble errorRate() {
    if (count == 0) {
      return OptionalDouble.empty();
    }
    if (errors == 0 || errors == count) {
      return OptionalDouble.of(errors == 0 ? 0 : 1);
    }
    double rounded = Math.round(1e6 * errors / count) / 1e6;
    return OptionalDouble.of(Math.clamp(rounded, 1e-6, 1 - 1e-6));
  }

  /**
   * Requests ÷ (last end − first start); one decimal below 1,000, whole above. Empty when no time
   * lies between the two.
   */
  public OptionalDouble requestsPerSecond() {
    long span = count == 0 ? 0 : lastEndNanos - firstStartNanos;
    if (span <= 0) {
      return OptionalDouble.empty();
    }
    double rate = count * NANOS_PER_SECOND / span;
    return OptionalDouble.of(rate < 1_000 ? Math.round(rate * 10) / 10.0 : Math.round(rate));
  }

  /** The shortest duration. */
  public Optional<BigDecimal> min() {
    return isTimed() ? Optional.of(Milliseconds.of(minNanos, resolution)) : Optional.empty();
  }

  /** The arithmetic mean of the exact durations, with 3 decimals for any tool. */
  public Optional<BigDecimal> mean() {
    if (!isTimed()) {
      return Optional.empty();
    }
    BigDecimal timed = BigDecimal.valueOf(count - untimed);
    return Optional.of(sumNanos.movePointLeft(6).divide(timed, 3, RoundingMode.HALF_UP));
  }

  /** The longest duration. */
  public Optional<BigDecimal> max() {
    return isTimed() ? Optional.of(Milliseconds.of(maxNanos, resolution)) : Optional.empty();
  }

  /**
   * The smallest duration of rank ⌈percentile · n / 100⌉ (nearest rank), within 0.1 % of the true
   * sample.
   *
   * @param percentile above 0, at most 100
   * @throws IllegalArgumentException if it is out of range
   */
  public Optional<BigDecimal> percentile(double percentile) {
    return isTimed()
        ? Optional.of(
            Milliseconds.of(histogram.valueAt(percentile, minNanos, maxNanos), resolution))
        : Optional.empty();
  }

  /**
   * Whether a percentile is the maximum for want of requests: whether it lies above 1 − 1/n.
   *
   * @param percentile above 0, at most 100
   */
  public boolean isMaximum(double percentile) {
    return isTimed() && histogram.isMaximum(percentile);
  }

  /**
   * The durations in nanoseconds as an uncompressed HdrHistogram V2 encoding (range 1 … 2^42−1, 3
   * digits).
   */
  public byte[] histogram() {
    return histogram.encode();
  }

  /** When the first request started; empty when there is none. */
  public Optional<Instant> firstStart() {
    return count == 0 ? Optional.empty() : Optional.of(instant(firstStartNanos));
  }

  /** When the last request ended; empty when there is none. */
  public Optional<Instant> lastEnd() {
    return count == 0 ? Optional.empty() : Optional.of(instant(lastEndNanos));
  }

  private static Instant instant(long epochNanos) {
    return Instant.ofEpochSecond(0, epochNanos);
  }

  private boolean isTimed() {
    return count > untimed;
  }
}
