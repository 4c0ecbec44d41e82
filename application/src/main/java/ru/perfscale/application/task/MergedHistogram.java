package ru.perfscale.application.task;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.Tally;
import ru.perfscale.domain.task.Task;

/**
 * Requests in one histogram, and what is usually asked of it.
 *
 * @param tally exact, ok and error together
 * @param percentiles empty when nothing was timed
 * @param encoded HdrHistogram's V2 form; no bytes when nothing was timed
 * @param latency what the durations are; empty until that is known
 * @param startedAt second 0 of the task; empty before it has started
 * @param isComplete whether everything that belongs to it is in it: false while the task runs
 */
public record MergedHistogram(
    Tally tally,
    long errors,
    List<Percentile> percentiles,
    byte[] encoded,
    Optional<LatencyMeaning> latency,
    Optional<Instant> startedAt,
    boolean isComplete) {
  private static final List<String> PERCENTILES =
      List.of("50", "75", "90", "95", "99", "99.9", "99.99", "99.999");

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /**
   * The value of a nearest rank.
   *
   * @param of such as {@code 99.9}
   * @param isMaximum whether it is the maximum for want of samples
   */
  public record Percentile(String of, long nanos, boolean isMaximum) {}

  public MergedHistogram {
    requireNonNull(tally);
    percentiles = List.copyOf(percentiles);
    requireNonNull(encoded);
    requireNonNull(latency);
    requireNonNull(startedAt);
  }

  static MergedHistogram of(Task task, RequestSum sum, boolean complete) {
    Stream<String> ranks = sum.tally().timed() == 0 ? Stream.of() : PERCENTILES.stream();
    return new MergedHistogram(
        sum.tally(),
        sum.errors(),
        ranks.map(percentile -> percentile(sum, percentile)).toList(),
        sum.histogram(),
        task.findings().latency(),
        task.startedAt(),
        complete);
  }

  private static Percentile percentile(RequestSum sum, String percentile) {
    long count = sum.tally().timed();
    BigDecimal rank =
        new BigDecimal(percentile)
            .multiply(BigDecimal.valueOf(count))
            .divide(HUNDRED, 0, RoundingMode.CEILING);
    return new Percentile(
        percentile, sum.valueAt(Double.parseDouble(percentile)), rank.longValueExact() == count);
  }
}
