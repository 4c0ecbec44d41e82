package ru.perfscale.runner.engine.summary;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.Series;

/**
 * The requests of a run, or of several runs together, in figures.
 *
 * <p>Requests are the samples of kind {@code http, grpc} and {@code custom} in the main phase; if
 * there is none, those of kind {@code ws}; if there is none either, {@code browser}. The durations
 * are service times.
 *
 * <pre>{@code
 * Summary summary = run.result().join().summary();
 * summary.total().percentile(95).ifPresent(p95 -> System.out.println("p95 " + p95 + " ms"));
 * }</pre>
 */
public final class Summary {
  private static final List<Set<Kind>> REQUESTS =
      List.of(
          EnumSet.of(Kind.HTTP, Kind.GRPC, Kind.CUSTOM),
          EnumSet.of(Kind.WS),
          EnumSet.of(Kind.BROWSER));

  private final LatencyMeaning latency;
  private final boolean labelsComplete;
  private final Figures total;
  private final SortedMap<String, Figures> labels;

  private Summary(List<LatencySnapshot> requests, LatencyMeaning latency, boolean labelsComplete) {
    this.latency = latency;
    this.labelsComplete = labelsComplete;
    total = Figures.of(requests, latency.resolution());
    Map<String, List<LatencySnapshot>> byLabel =
        requests.stream().collect(Collectors.groupingBy(request -> request.series().label()));
    SortedMap<String, Figures> figures = new TreeMap<>();
    byLabel.forEach((label, own) -> figures.put(label, Figures.of(own, latency.resolution())));
    labels = Collections.unmodifiableSortedMap(figures);
  }

  /**
   * Adds up snapshots: of one run, or of all runs that produced one load.
   *
   * @param snapshots in any order; those of the same series are addends
   * @param latency what the durations are
   * @param labelsComplete false if any of the runs met more labels than it could tell apart
   */
  public static Summary of(
      Collection<LatencySnapshot> snapshots, LatencyMeaning latency, boolean labelsComplete) {
    for (Set<Kind> kinds : REQUESTS) {
      List<LatencySnapshot> requests = new ArrayList<>();
      for (LatencySnapshot snapshot : snapshots) {
        if (snapshot.count() > 0 && isRequest(snapshot.series(), kinds)) {
          requests.add(snapshot);
        }
      }
      if (!requests.isEmpty()) {
        return new Summary(requests, latency, labelsComplete);
      }
    }
    return new Summary(List.of(), latency, labelsComplete);
  }

  private static boolean isRequest(Series series, Set<Kind> kinds) {
    return series.phase() == Phase.MAIN
        && series.measure() == Measure.SERVICE
        && kinds.contains(series.kind());
  }

  /** What the durations are, and how fine. */
  public LatencyMeaning latency() {
    return latency;
  }

  /** All requests together. */
  public Figures total() {
    return total;
  }

  /** The requests of each label, by its text. */
  public SortedMap<String, Figures> labels() {
    return labels;
  }

  /**
   * Whether each label has all of its requests; false when some are in {@code other}. The total has
   * all of them in any case.
   */
  public boolean labelsComplete() {
    return labelsComplete;
  }
}
