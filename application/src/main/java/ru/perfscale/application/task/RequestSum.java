package ru.perfscale.application.task;

import java.util.Optional;
import java.util.OptionalDouble;
import ru.perfscale.domain.task.Figures;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.Series.Outcome;
import ru.perfscale.domain.task.Tally;

/** Requests added up, ok and error together: {@code docs/measurement.md}. For one thread. */
final class RequestSum {
  private final Histograms.Sum durations;
  private Tally tally = Tally.NONE;
  private long errors;

  RequestSum(Histograms histograms) {
    durations = histograms.sum();
  }

  /**
   * @throws IllegalArgumentException when the histogram is none
   * @throws ArithmeticException when the sum is more than a number holds
   */
  void add(Interval interval) {
    Tally sum = tally.plus(interval.tally());
    durations.add(interval.histogram());
    tally = sum;
    if (interval.series().outcome() == Outcome.ERROR) {
      errors += interval.tally().count();
    }
  }

  Tally tally() {
    return tally;
  }

  long errors() {
    return errors;
  }

  byte[] histogram() {
    return durations.encoded();
  }

  /** In nanoseconds; something was timed. */
  long valueAt(double percentile) {
    return durations.valueAt(percentile, tally);
  }

  Figures figures(Optional<LatencyMeaning> meaning) {
    return new Figures(
        tally.timed() == 0 ? Optional.empty() : Optional.of(percentiles(meaning)),
        OptionalDouble.of(Figures.errorRate(errors, tally.count())),
        Figures.requestsPerSec(tally.count(), tally.span().nanos()),
        tally.count());
  }

  private Figures.Percentiles percentiles(Optional<LatencyMeaning> meaning) {
    boolean whole = meaning.map(LatencyMeaning::isWholeMillis).orElse(false);
    return new Figures.Percentiles(millis(50, whole), millis(95, whole), millis(99, whole));
  }

  private double millis(double percentile, boolean whole) {
    long nanos = valueAt(percentile);
    return whole ? Math.round(nanos / 1e6) : Math.round(nanos / 1e3) / 1e3;
  }
}
