package ru.perfscale.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.SecondSnapshot;
import ru.perfscale.runner.engine.Series;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** Adds snapshots, and takes one apart: {@code docs/measurement.md}, frames are addends. */
final class SnapshotSum {
  private SnapshotSum() {}

  /**
   * Both as one snapshot of the later second. What moves out of the earlier second is late there,
   * as any sample that comes after its second was closed.
   */
  static SecondSnapshot of(SecondSnapshot earlier, SecondSnapshot later) {
    boolean sameSecond = earlier.second() == later.second();
    long lateOfEarlier = sameSecond ? earlier.late() : requests(earlier);
    Map<Series, LatencySnapshot> sums = new LinkedHashMap<>();
    earlier.series().forEach(each -> sums.put(each.series(), each));
    later.series().forEach(each -> sums.merge(each.series(), each, SnapshotSum::of));
    return new SecondSnapshot(
        later.second(),
        List.copyOf(sums.values()),
        later.users().isPresent() ? later.users() : earlier.users(),
        lateOfEarlier + later.late(),
        earlier.skewed() + later.skewed());
  }

  private static long requests(SecondSnapshot snapshot) {
    return snapshot.series().stream()
        .filter(each -> each.series().measure() == Measure.SERVICE)
        .mapToLong(LatencySnapshot::count)
        .sum();
  }

  static LatencySnapshot of(LatencySnapshot a, LatencySnapshot b) {
    LatencyHistogram histogram = new LatencyHistogram();
    histogram.add(a.histogram());
    histogram.add(b.histogram());
    return new LatencySnapshot(
        a.series(),
        a.count() + b.count(),
        a.untimed() + b.untimed(),
        a.sumNanos() + b.sumNanos(),
        Math.min(a.minNanos(), b.minNanos()),
        Math.max(a.maxNanos(), b.maxNanos()),
        Math.min(a.firstStartNanos(), b.firstStartNanos()),
        Math.max(a.lastEndNanos(), b.lastEndNanos()),
        histogram.encode());
  }

  /** The same as parts of at most so many bytes, one series at least in each. */
  static List<SecondSnapshot> split(SecondSnapshot whole, long bytes) {
    if (bytes(whole) <= bytes) {
      return List.of(whole);
    }
    List<SecondSnapshot> parts = new ArrayList<>();
    List<LatencySnapshot> part = new ArrayList<>();
    long size = 0;
    for (LatencySnapshot series : whole.series()) {
      if (!part.isEmpty() && size + bytes(series) > bytes) {
        parts.add(part(whole, part, parts.isEmpty()));
        part.clear();
        size = 0;
      }
      part.add(series);
      size += bytes(series);
    }
    parts.add(part(whole, part, parts.isEmpty()));
    return parts;
  }

  private static SecondSnapshot part(
      SecondSnapshot whole, List<LatencySnapshot> series, boolean first) {
    return new SecondSnapshot(
        whole.second(),
        series,
        first ? whole.users() : OptionalInt.empty(),
        first ? whole.late() : 0,
        first ? whole.skewed() : 0);
  }

  /** About what it takes on the wire, which is more than in memory. */
  static long bytes(SecondSnapshot snapshot) {
    return 100 + snapshot.series().stream().mapToLong(SnapshotSum::bytes).sum();
  }

  private static long bytes(LatencySnapshot series) {
    return 400 + 2L * series.series().label().length() + series.histogram().length * 4L / 3;
  }
}
