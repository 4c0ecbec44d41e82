package ru.perfscale.benchmarks.soak;

import java.util.concurrent.atomic.LongAdder;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** What all agents together have seen. Thread-safe. */
final class Tally {
  final LongAdder acknowledged = new LongAdder();
  final LongAdder refused = new LongAdder();
  private final LatencyHistogram all = new LatencyHistogram();
  private LatencyHistogram recent = new LatencyHistogram();
  private long greatest;
  private long greatestRecently;

  /**
   * A frame is acknowledged.
   *
   * @param nanos since it was due
   */
  synchronized void delivered(long nanos) {
    long kept = Math.clamp(nanos, 0, LatencyHistogram.MAX_NANOS);
    acknowledged.increment();
    recent.add(kept);
    all.add(kept);
    greatest = Math.max(greatest, kept);
    greatestRecently = Math.max(greatestRecently, kept);
  }

  /** p50, p99 and the greatest since the last time, in ms. */
  synchronized String recent() {
    String text = show(recent, greatestRecently);
    recent = new LatencyHistogram();
    greatestRecently = 0;
    return text;
  }

  synchronized String all() {
    return show(all, greatest);
  }

  private static String show(LatencyHistogram histogram, long greatest) {
    if (histogram.count() == 0) {
      return "- / - / -";
    }
    return "%.1f / %.1f / %.1f"
        .formatted(
            histogram.valueAt(50, 0, greatest) / 1e6,
            histogram.valueAt(99, 0, greatest) / 1e6,
            histogram.valueAt(100, 0, greatest) / 1e6);
  }
}
