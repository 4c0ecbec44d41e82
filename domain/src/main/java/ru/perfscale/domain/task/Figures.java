package ru.perfscale.domain.task;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The six figures of a task, over its requests in the main phase.
 *
 * @param latency p50, p95, p99; empty before the first measured request
 * @param errorRate errors ÷ requests, 0 … 1; empty before the first request
 * @param requestsPerSec requests ÷ (last end − first start); empty before the first request and
 *     when no time has passed between the two
 */
public record Figures(
    Optional<Percentiles> latency,
    OptionalDouble errorRate,
    OptionalDouble requestsPerSec,
    long totalRequests) {
  public static final Figures NONE =
      new Figures(Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty(), 0);

  /** Milliseconds, by the rule of nearest rank. */
  public record Percentiles(double p50, double p95, double p99) {}

  /** Of counts: never rounded to 0 or 1 unless it is exactly that. */
  public static double errorRate(long errors, long requests) {
    if (errors == 0 || errors == requests) {
      return errors == 0 ? 0 : 1;
    }
    double rounded = Math.round(1e6 * errors / requests) / 1e6;
    return Math.clamp(rounded, 1e-6, 1 - 1e-6);
  }

  /** One decimal below 1,000, whole above. */
  public static OptionalDouble requestsPerSec(long requests, long spanNanos) {
    if (spanNanos <= 0) {
      return OptionalDouble.empty();
    }
    double rate = requests * 1e9 / spanNanos;
    return OptionalDouble.of(rate < 1000 ? Math.round(rate * 10) / 10.0 : Math.round(rate));
  }
}
