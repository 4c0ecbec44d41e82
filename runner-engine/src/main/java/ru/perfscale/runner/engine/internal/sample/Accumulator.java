package ru.perfscale.runner.engine.internal.sample;

import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.Series;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** Samples of one series, added up. */
final class Accumulator {
  private long count;
  private long untimed;
  private long sum;
  private long min = Long.MAX_VALUE;
  private long max;
  private long firstStart = Long.MAX_VALUE;
  private long lastEnd = Long.MIN_VALUE;
  private final LatencyHistogram histogram = new LatencyHistogram();

  void addUntimed(long end) {
    untimed++;
    addSpan(end, end);
  }

  void add(long end, long duration) {
    sum += duration;
    min = Math.min(min, duration);
    max = Math.max(max, duration);
    histogram.add(duration);
    addSpan(end - duration, end);
  }

  private void addSpan(long start, long end) {
    count++;
    firstStart = Math.min(firstStart, start);
    lastEnd = Math.max(lastEnd, end);
  }

  void add(Accumulator other) {
    count += other.count;
    untimed += other.untimed;
    sum += other.sum;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    firstStart = Math.min(firstStart, other.firstStart);
    lastEnd = Math.max(lastEnd, other.lastEnd);
    histogram.add(other.histogram);
  }

  void add(LatencySnapshot other) {
    histogram.add(other.histogram());
    count += other.count();
    untimed += other.untimed();
    sum += other.sumNanos();
    min = Math.min(min, other.minNanos());
    max = Math.max(max, other.maxNanos());
    firstStart = Math.min(firstStart, other.firstStartNanos());
    lastEnd = Math.max(lastEnd, other.lastEndNanos());
  }

  LatencySnapshot snapshot(Series series) {
    return new LatencySnapshot(
        series, count, untimed, sum, min, max, firstStart, lastEnd, histogram.encode());
  }
}
