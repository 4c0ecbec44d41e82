package ru.perfscale.benchmarks.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.SecondSnapshot;
import ru.perfscale.runner.engine.Series;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** What an engine would hand out: log-normal latencies around 20 ms. */
final class Seconds {
  private static final long SECOND = 1_000_000_000;
  private static final double MEDIAN_NANOS = 20e6;

  private final Random random = new Random(4);
  private final int labels;
  private final int samples;

  /**
   * @param samples of each label in a second
   */
  Seconds(int labels, int samples) {
    this.labels = labels;
    this.samples = samples;
  }

  SecondSnapshot second(long second) {
    List<LatencySnapshot> series = new ArrayList<>();
    for (int i = 0; i < labels; i++) {
      series.add(series("GET /page/" + i, second));
    }
    return new SecondSnapshot(second, series, OptionalInt.of(samples), 0, 0);
  }

  private LatencySnapshot series(String label, long second) {
    LatencyHistogram histogram = new LatencyHistogram();
    long sum = 0;
    long min = Long.MAX_VALUE;
    long max = 0;
    for (int i = 0; i < samples; i++) {
      long nanos = (long) (MEDIAN_NANOS * Math.exp(0.5 * random.nextGaussian()));
      histogram.add(nanos);
      sum += nanos;
      min = Math.min(min, nanos);
      max = Math.max(max, nanos);
    }
    return new LatencySnapshot(
        new Series(label, Kind.HTTP, Outcome.OK, Phase.MAIN, Measure.SERVICE),
        samples,
        0,
        sum,
        min,
        max,
        second * SECOND,
        (second + 1) * SECOND - 1,
        histogram.encode());
  }
}
