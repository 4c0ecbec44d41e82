package ru.perfscale.benchmarks.rows;

import java.util.HashMap;
import java.util.Map;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** Histograms added up by series and by the span of seconds that a point of a chart has. */
final class Sums {
  private record Point(long second, long series) {}

  private final long span;
  private final Map<Point, LatencyHistogram> points = new HashMap<>();
  private long added;

  /**
   * @param span seconds per point
   */
  Sums(long span) {
    this.span = span;
  }

  void add(long second, long series, byte[] histogram) {
    points
        .computeIfAbsent(new Point(second / span, series), point -> new LatencyHistogram())
        .add(histogram);
    added++;
  }

  /** How many histograms were added. */
  long added() {
    return added;
  }

  long samples() {
    return points.values().stream().mapToLong(LatencyHistogram::count).sum();
  }

  /** What a chart shows of each point. */
  long percentiles() {
    return points.values().stream()
        .mapToLong(histogram -> histogram.valueAt(95, 0, LatencyHistogram.MAX_NANOS))
        .sum();
  }
}
