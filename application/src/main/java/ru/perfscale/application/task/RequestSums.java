package ru.perfscale.application.task;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import ru.perfscale.domain.task.Figures;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.Series.Kind;
import ru.perfscale.domain.task.Series.Measure;
import ru.perfscale.domain.task.Series.Phase;

/**
 * Adds up what counts as requests and tells the six figures of the contract: {@code
 * docs/measurement.md}. It needs the same memory for a second and for a day. For one thread.
 */
final class RequestSums {
  /** Which kinds count as requests: the first group that has any sample. */
  private static final List<Set<Kind>> KINDS =
      List.of(
          EnumSet.of(Kind.HTTP, Kind.GRPC, Kind.CUSTOM),
          EnumSet.of(Kind.WS),
          EnumSet.of(Kind.BROWSER));

  private final List<RequestSum> sums;

  RequestSums(Histograms histograms) {
    sums = KINDS.stream().map(kinds -> new RequestSum(histograms)).toList();
  }

  /** Of everything; what is no request in the main phase is left out. */
  void add(Interval interval) {
    Series series = interval.series();
    if (series.phase() != Phase.MAIN || series.measure() != Measure.SERVICE) {
      return;
    }
    for (int i = 0; i < sums.size(); i++) {
      if (KINDS.get(i).contains(series.kind())) {
        sums.get(i).add(interval);
      }
    }
  }

  /** Empty before the first request. */
  Optional<RequestSum> requests() {
    return sums.stream().filter(sum -> sum.tally().count() > 0).findFirst();
  }

  Figures figures(Optional<LatencyMeaning> meaning) {
    return requests().map(sum -> sum.figures(meaning)).orElse(Figures.NONE);
  }
}
