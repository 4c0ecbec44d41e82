package ru.perfscale.bootstrap.local;

import java.util.List;
import java.util.OptionalInt;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.SecondSnapshot;
import ru.perfscale.runner.engine.Series;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** Snapshots as the engine would tell them. */
final class Samples {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private Samples() {}

  static SecondSnapshot second(long second, LatencySnapshot... series) {
    return new SecondSnapshot(second, List.of(series), OptionalInt.of(3), 0, 0);
  }

  static LatencySnapshot http(String label, Outcome outcome, long... millis) {
    return series(new Series(label, Kind.HTTP, outcome, Phase.MAIN, Measure.SERVICE), millis);
  }

  static LatencySnapshot series(Series series, long... millis) {
    LatencyHistogram histogram = new LatencyHistogram();
    long sum = 0;
    long min = Long.MAX_VALUE;
    long max = 0;
    for (long value : millis) {
      long nanos = value * NANOS_PER_MILLI;
      histogram.add(nanos);
      sum += nanos;
      min = Math.min(min, nanos);
      max = Math.max(max, nanos);
    }
    return new LatencySnapshot(
        series, millis.length, 0, sum, min, max, 0, NANOS_PER_MILLI, histogram.encode());
  }
}
