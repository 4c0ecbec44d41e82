package ru.perfscale.agent.journal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import ru.perfscale.runner.engine.GeneratorHealth;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.SecondSnapshot;
import ru.perfscale.runner.engine.Series;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** Adds snapshots, and takes one apart: {@code docs/measurement.md}, frames are addends. */
final class SnapshotSum {
  private SnapshotSum() {}

  /**
   * All of them as one. Of users it keeps what was said last, of the generator's health the worst.
   *
   * @param second the first of the seconds that they come from
   * @param parts in the order of time
   */
  static SecondSnapshot of(long second, List<SecondSnapshot> parts) {
    Map<Series, Sum> sums = new LinkedHashMap<>();
    OptionalInt users = OptionalInt.empty();
    long late = 0;
    long skewed = 0;
    Optional<GeneratorHealth> health = Optional.empty();
    for (SecondSnapshot part : parts) {
      part.series().forEach(each -> sums.computeIfAbsent(each.series(), Sum::new).add(each));
      users = part.users().isPresent() ? part.users() : users;
      late += part.late();
      skewed += part.skewed();
      health = worst(health, part.health());
    }
    List<LatencySnapshot> series = sums.values().stream().map(Sum::snapshot).toList();
    return new SecondSnapshot(second, series, users, late, skewed, health);
  }

  private static Optional<GeneratorHealth> worst(
      Optional<GeneratorHealth> one, Optional<GeneratorHealth> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isPresent() ? one : other;
    }
    GeneratorHealth a = one.get();
    GeneratorHealth b = other.get();
    return Optional.of(
        new GeneratorHealth(
            Math.max(a.toolCores(), b.toolCores()),
            Math.max(a.machineCpu(), b.machineCpu()),
            Math.max(a.steal(), b.steal()),
            Math.max(a.toolMemoryBytes(), b.toolMemoryBytes()),
            Math.min(a.availableMemoryBytes(), b.availableMemoryBytes()),
            Math.max(a.runQueue(), b.runQueue()),
            a.stall().compareTo(b.stall()) > 0 ? a.stall() : b.stall(),
            Math.max(a.backlogBytes(), b.backlogBytes())));
  }

  /** Snapshots of one series, added up. */
  private static final class Sum {
    private final Series series;
    private final LatencyHistogram histogram = new LatencyHistogram();
    private long count;
    private long untimed;
    private long sumNanos;
    private long minNanos = Long.MAX_VALUE;
    private long maxNanos;
    private long firstStartNanos = Long.MAX_VALUE;
    private long lastEndNanos = Long.MIN_VALUE;

    Sum(Series series) {
      this.series = series;
    }

    void add(LatencySnapshot each) {
      count += each.count();
      untimed += each.untimed();
      sumNanos += each.sumNanos();
      minNanos = Math.min(minNanos, each.minNanos());
      maxNanos = Math.max(maxNanos, each.maxNanos());
      firstStartNanos = Math.min(firstStartNanos, each.firstStartNanos());
      lastEndNanos = Math.max(lastEndNanos, each.lastEndNanos());
      histogram.add(each.histogram());
    }

    LatencySnapshot snapshot() {
      return new LatencySnapshot(
          series,
          count,
          untimed,
          sumNanos,
          minNanos,
          maxNanos,
          firstStartNanos,
          lastEndNanos,
          histogram.encode());
    }
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
        first ? whole.skewed() : 0,
        first ? whole.health() : Optional.empty());
  }

  /** About what it takes on the wire, which is more than on disk. */
  static long bytes(SecondSnapshot snapshot) {
    return 100 + snapshot.series().stream().mapToLong(SnapshotSum::bytes).sum();
  }

  private static long bytes(LatencySnapshot series) {
    return 400 + 2L * series.series().label().length() + series.histogram().length * 4L / 3;
  }
}
