package ru.perfscale.application.task;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import ru.perfscale.domain.task.Figures;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.Series.Kind;
import ru.perfscale.domain.task.Series.Measure;
import ru.perfscale.domain.task.Series.Outcome;
import ru.perfscale.domain.task.Series.Phase;
import ru.perfscale.domain.task.Tally;

/** Computes the six figures of the contract from totals: {@code docs/measurement.md}. */
final class FigureTask {
  /** Which kinds count as requests: the first group that has any sample. */
  private static final List<Set<Kind>> REQUESTS =
      List.of(
          EnumSet.of(Kind.HTTP, Kind.GRPC, Kind.CUSTOM),
          EnumSet.of(Kind.WS),
          EnumSet.of(Kind.BROWSER));

  private final Histograms histograms;

  FigureTask(Histograms histograms) {
    this.histograms = histograms;
  }

  Figures figures(List<Interval> totals, Optional<LatencyMeaning> meaning) {
    for (Set<Kind> kinds : REQUESTS) {
      List<Interval> requests =
          totals.stream().filter(total -> isRequest(total.series(), kinds)).toList();
      Tally all = tally(requests);
      if (all.count() > 0) {
        long errors =
            tally(
                    requests.stream()
                        .filter(total -> total.series().outcome() == Outcome.ERROR)
                        .toList())
                .count();
        return new Figures(
            percentiles(requests, all, meaning),
            OptionalDouble.of(Figures.errorRate(errors, all.count())),
            Figures.requestsPerSec(all.count(), all.span().nanos()),
            all.count());
      }
    }
    return Figures.NONE;
  }

  private static boolean isRequest(Series series, Set<Kind> kinds) {
    return series.phase() == Phase.MAIN
        && series.measure() == Measure.SERVICE
        && kinds.contains(series.kind());
  }

  private static Tally tally(List<Interval> totals) {
    return totals.stream().map(Interval::tally).reduce(Tally.NONE, Tally::plus);
  }

  private Optional<Figures.Percentiles> percentiles(
      List<Interval> requests, Tally all, Optional<LatencyMeaning> meaning) {
    if (all.timed() == 0) {
      return Optional.empty();
    }
    List<byte[]> parts =
        requests.stream().filter(r -> r.tally().timed() > 0).map(Interval::histogram).toList();
    long[] nanos = histograms.valuesAt(parts, all, 50, 95, 99);
    boolean whole = meaning.map(LatencyMeaning::isWholeMillis).orElse(false);
    return Optional.of(
        new Figures.Percentiles(
            millis(nanos[0], whole), millis(nanos[1], whole), millis(nanos[2], whole)));
  }

  private static double millis(long nanos, boolean whole) {
    return whole ? Math.round(nanos / 1e6) : Math.round(nanos / 1e3) / 1e3;
  }
}
