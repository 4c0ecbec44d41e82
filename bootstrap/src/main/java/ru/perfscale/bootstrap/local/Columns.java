package ru.perfscale.bootstrap.local;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/**
 * A run's durations by time, in a bounded number of columns. When they are used up, neighbours are
 * added together, histogram by histogram, so that the percentile of a column is exact whatever time
 * it covers. Confined to one thread.
 */
final class Columns {
  private static final int MOST = 160;

  private final List<Column> columns = new ArrayList<>();
  private long secondsEach = 1;

  /** Durations of some seconds. */
  static final class Column {
    private final LatencyHistogram histogram = new LatencyHistogram();
    private long min = Long.MAX_VALUE;
    private long max;

    void add(LatencySnapshot snapshot) {
      if (snapshot.count() > snapshot.untimed()) {
        histogram.add(snapshot.histogram());
        min = Math.min(min, snapshot.minNanos());
        max = Math.max(max, snapshot.maxNanos());
      }
    }

    private void add(Column other) {
      histogram.add(other.histogram);
      min = Math.min(min, other.min);
      max = Math.max(max, other.max);
    }

    /** Nanoseconds; empty when there is nothing. */
    OptionalLong valueAt(double percentile) {
      return histogram.count() == 0
          ? OptionalLong.empty()
          : OptionalLong.of(histogram.valueAt(percentile, min, max));
    }
  }

  /**
   * p95 of each column.
   *
   * @param secondsEach what a column covers
   * @param p95 nanoseconds, oldest first; empty where nothing was measured
   */
  record Tail(long secondsEach, List<OptionalLong> p95) {}

  Column at(long second) {
    while (second / secondsEach >= MOST) {
      halve();
    }
    int index = (int) (second / secondsEach);
    while (columns.size() <= index) {
      columns.add(new Column());
    }
    return columns.get(index);
  }

  private void halve() {
    List<Column> merged = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (i % 2 == 0) {
        merged.add(columns.get(i));
      } else {
        merged.getLast().add(columns.get(i));
      }
    }
    columns.clear();
    columns.addAll(merged);
    secondsEach *= 2;
  }

  /**
   * @param seconds of the run so far, silent ones included
   */
  Tail tail(long seconds) {
    if (seconds > 0) {
      at(seconds - 1);
    }
    return new Tail(secondsEach, columns.stream().map(column -> column.valueAt(95)).toList());
  }
}
