package ru.perfscale.application.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import ru.perfscale.application.task.Histograms;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.Series.Kind;
import ru.perfscale.domain.task.Series.Measure;
import ru.perfscale.domain.task.Series.Outcome;
import ru.perfscale.domain.task.Series.Phase;
import ru.perfscale.domain.task.Tally;

/** What a load measured in one second. */
record Snapshot(long second, List<Interval> intervals) {
  private static final CountedHistograms HISTOGRAMS = new CountedHistograms();
  private static final List<Series> SERIES =
      List.of(
          new Series("GET /", Kind.HTTP, Outcome.OK, Phase.MAIN, Measure.SERVICE),
          new Series("GET /", Kind.HTTP, Outcome.ERROR, Phase.MAIN, Measure.SERVICE),
          new Series("POST /", Kind.HTTP, Outcome.OK, Phase.MAIN, Measure.SERVICE));

  static Snapshot of(long second, Chance chance) {
    List<Interval> intervals = new ArrayList<>();
    int parts = chance.between(0, 2);
    for (int i = 0; i < parts; i++) {
      int counts = chance.between(1, 100);
      // Errors are few, so that most runs can pass.
      Series series = i == 0 ? SERIES.getFirst() : chance.oneOf(SERIES.subList(1, 3));
      int samples = series.outcome() == Outcome.ERROR ? 1 : counts;
      int fast = chance.between(0, samples);
      long start = second * 1_000_000_000L;
      intervals.add(
          new Interval(
              series,
              new Tally(samples, 0, samples, 1, 1, new Tally.Span(start, start + 1)),
              CountedHistograms.of(fast, samples - fast, 0, 0)));
    }
    return new Snapshot(second, intervals);
  }

  /** Both as one of the later second. */
  Snapshot plus(Snapshot later) {
    Map<Series, Interval> sums = new LinkedHashMap<>();
    intervals.forEach(each -> add(sums, each));
    later.intervals.forEach(each -> add(sums, each));
    return new Snapshot(later.second, List.copyOf(sums.values()));
  }

  Frame numbered(long seq) {
    return new Frame(seq, second, intervals, OptionalInt.empty(), 0, 0);
  }

  static void add(Map<Series, Interval> sums, Interval interval) {
    sums.merge(
        interval.series(),
        interval,
        (a, b) ->
            new Interval(a.series(), a.tally().plus(b.tally()), sum(a.histogram(), b.histogram())));
  }

  private static byte[] sum(byte[] a, byte[] b) {
    Histograms.Sum sum = HISTOGRAMS.sum();
    sum.add(a);
    sum.add(b);
    return sum.encoded();
  }
}
