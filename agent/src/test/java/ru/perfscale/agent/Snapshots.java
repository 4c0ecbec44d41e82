package ru.perfscale.agent;

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
    return series(label, Measure.SERVICE, nanos);
  }

  static LatencySnapshot series(String label, Measure measure, long... nanos) {
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
        new Series(label, Kind.HTTP, Outcome.OK, Phase.MAIN, measure),
        nanos.length,
        0,
        sum,
        min,
        max,
        1_000,
        2_000,
        histogram.encode());
  }
}
