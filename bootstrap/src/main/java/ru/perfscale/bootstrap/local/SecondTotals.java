package ru.perfscale.bootstrap.local;

import java.util.Comparator;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.SecondSnapshot;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** One second of a run, good and bad requests together, until nothing more of it can come. */
final class SecondTotals {
  final long second;
  final SortedMap<Key, Sum> sums = new TreeMap<>(Comparator.comparing(Key::order));
  OptionalInt users = OptionalInt.empty();

  SecondTotals(long second) {
    this.second = second;
  }

  /** What is kept apart. */
  record Key(String label, Kind kind, Phase phase) {
    private String order() {
      return phase.ordinal() + "," + kind.ordinal() + "," + label;
    }
  }

  /** Requests of one key. */
  static final class Sum {
    final LatencyHistogram histogram = new LatencyHistogram();
    long requests;
    long errors;
    long sumNanos;
    long minNanos = Long.MAX_VALUE;
    long maxNanos;

    private void add(LatencySnapshot snapshot) {
      requests += snapshot.count();
      errors += snapshot.series().outcome() == Outcome.ERROR ? snapshot.count() : 0;
      sumNanos += snapshot.sumNanos();
      minNanos = Math.min(minNanos, snapshot.minNanos());
      maxNanos = Math.max(maxNanos, snapshot.maxNanos());
      histogram.add(snapshot.histogram());
    }
  }

  void add(SecondSnapshot snapshot) {
    if (snapshot.users().isPresent()) {
      users = snapshot.users();
    }
    for (LatencySnapshot series : snapshot.series()) {
      if (series.series().measure() == Measure.SERVICE) {
        Key key = new Key(series.series().label(), series.series().kind(), series.series().phase());
        sums.computeIfAbsent(key, any -> new Sum()).add(series);
      }
    }
  }
}
