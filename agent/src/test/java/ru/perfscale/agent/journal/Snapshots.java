package ru.perfscale.agent.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.SecondSnapshot;
import ru.perfscale.runner.engine.Series;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** Makes snapshots as an engine would. */
final class Snapshots {
  private static final long SECOND = 1_000_000_000;

  private Snapshots() {}

  static SecondSnapshot second(long second, LatencySnapshot... series) {
    return new SecondSnapshot(second, List.of(series), OptionalInt.of(7), 0, 0);
  }

  /** A second of many labels, one sample each. */
  static SecondSnapshot wide(long second, int labels) {
    List<LatencySnapshot> series = new ArrayList<>();
    IntStream.range(0, labels).forEach(i -> series.add(series("label " + i, (i + 1) * 1_000L)));
    return new SecondSnapshot(second, series, OptionalInt.of(7), 2, 1);
  }

  static LatencySnapshot series(String label, long... nanos) {
    return series(of(label), 0, nanos);
  }

  static Series of(String label) {
    return new Series(label, Kind.HTTP, Outcome.OK, Phase.MAIN, Measure.SERVICE);
  }

  /** Samples that lie within the second. */
  static LatencySnapshot series(Series series, long second, long... nanos) {
    LatencyHistogram histogram = new LatencyHistogram();
    long sum = 0;
    long min = Long.MAX_VALUE;
    long max = 0;
    for (long each : nanos) {
      histogram.add(each);
      sum += each;
      min = Math.min(min, each);
      max = Math.max(max, each);
    }
    return new LatencySnapshot(
        series,
        nanos.length,
        0,
        sum,
        min,
        max,
        second * SECOND,
        (second + 1) * SECOND - 1,
        histogram.encode());
  }

  /** Samples of a snapshot, the untimed ones included. */
  static long samples(SecondSnapshot snapshot) {
    return snapshot.series().stream().mapToLong(LatencySnapshot::count).sum();
  }
}
