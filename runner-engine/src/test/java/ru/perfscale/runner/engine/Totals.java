package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** Adds up snapshots as their documentation says. */
record Totals(
    long count, long errors, long untimed, long min, long max, LatencyHistogram histogram) {
  static Totals of(List<LatencySnapshot> snapshots, Predicate<Series> which) {
    List<LatencySnapshot> chosen =
        snapshots.stream().filter(snapshot -> which.test(snapshot.series())).toList();
    LatencyHistogram histogram = new LatencyHistogram();
    chosen.forEach(snapshot -> histogram.add(snapshot.histogram()));
    return new Totals(
        chosen.stream().mapToLong(LatencySnapshot::count).sum(),
        chosen.stream()
            .filter(snapshot -> snapshot.series().outcome() == Outcome.ERROR)
            .mapToLong(LatencySnapshot::count)
            .sum(),
        chosen.stream().mapToLong(LatencySnapshot::untimed).sum(),
        chosen.stream().mapToLong(LatencySnapshot::minNanos).min().orElse(Long.MAX_VALUE),
        chosen.stream().mapToLong(LatencySnapshot::maxNanos).max().orElse(0),
        histogram);
  }

  static Totals main(RunResult result) {
    return of(result.totals(), series -> series.phase() == Phase.MAIN);
  }

  /** A few come late on a busy machine, and are counted like all others; most must not. */
  static SampleCounts countsBesideLate(RunResult result) {
    SampleCounts counts = result.counts();
    assertThat(counts.late()).as("late samples").isLessThanOrEqualTo(counts.samples() / 2);
    return new SampleCounts(
        counts.samples(),
        counts.errors(),
        counts.untimed(),
        counts.malformed(),
        0,
        counts.skewed(),
        counts.clamped(),
        counts.labelsComplete());
  }

  long valueAt(double percentile) {
    return histogram.valueAt(percentile, min, max);
  }
}
