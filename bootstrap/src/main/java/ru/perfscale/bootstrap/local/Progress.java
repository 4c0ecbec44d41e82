package ru.perfscale.bootstrap.local;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.RunListener;
import ru.perfscale.runner.engine.SecondSnapshot;

/**
 * The figures of a run so far. Which kinds of samples count follows {@code docs/measurement.md}:
 * the first group that has any. Safe for any number of threads; costs the same after a day as after
 * a minute.
 */
final class Progress implements RunListener {
  private static final List<Set<Kind>> GROUPS =
      List.of(
          EnumSet.of(Kind.HTTP, Kind.GRPC, Kind.CUSTOM),
          EnumSet.of(Kind.WS),
          EnumSet.of(Kind.BROWSER));

  /** Of all processors. */
  static final double SATURATED = 0.9;

  /** One second in so many may be busy. */
  private static final int TOLERATED = 10;

  private final List<Group> groups = GROUPS.stream().map(kinds -> new Group()).toList();
  private long seconds;
  private long firstBusy = -1;
  private OptionalInt users = OptionalInt.empty();
  private Duration resolution = Duration.ofNanos(1);
  private double processors;
  private long saturated;

  /**
   * What there is to show.
   *
   * @param seconds that have closed
   * @param firstBusy the first of them with a request, −1 before that
   * @param rate requests in the last closed second
   * @param processors how busy the machine was, 0 … 1
   * @param latency empty before the first measured request
   */
  record State(
      long seconds,
      long firstBusy,
      long requests,
      long errors,
      long rate,
      OptionalInt users,
      double processors,
      Latency latency) {
    boolean busy() {
      return firstBusy >= 0;
    }
  }

  /**
   * Nanoseconds.
   *
   * @param tail p95 of each column
   * @param resolution of the tool's clock, to show no more than it can tell
   */
  record Latency(
      OptionalLong p50,
      OptionalLong p95,
      OptionalLong p99,
      Columns.Tail tail,
      Duration resolution) {}

  private static final class Group {
    private final Columns columns = new Columns();
    private final Columns.Column all = new Columns.Column();
    private long requests;
    private long errors;
    private long rateSecond = -1;
    private long rate;

    void add(long second, LatencySnapshot snapshot) {
      requests += snapshot.count();
      errors += snapshot.series().outcome() == Outcome.ERROR ? snapshot.count() : 0;
      rate = (rateSecond == second ? rate : 0) + snapshot.count();
      rateSecond = second;
      all.add(snapshot);
      columns.at(second).add(snapshot);
    }
  }

  @Override
  public synchronized void onSecond(SecondSnapshot snapshot) {
    long second = snapshot.second();
    seconds = Math.max(seconds, second + 1);
    if (snapshot.users().isPresent()) {
      users = snapshot.users();
    }
    if (snapshot.health().isPresent()) {
      processors = snapshot.health().get().machineCpu();
      saturated += firstBusy >= 0 && processors >= SATURATED ? 1 : 0;
    }
    for (LatencySnapshot series : snapshot.series()) {
      int group = group(series.series().kind());
      if (series.series().phase() == Phase.MAIN && series.series().measure() == Measure.SERVICE) {
        groups.get(group).add(second, series);
        firstBusy = firstBusy < 0 ? second : firstBusy;
      }
    }
  }

  private static int group(Kind kind) {
    for (int i = 0; i < GROUPS.size(); i++) {
      if (GROUPS.get(i).contains(kind)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no group counts samples of kind " + kind);
  }

  /** Whether the machine itself may have made the requests slow. */
  synchronized Optional<String> complaint() {
    long busy = firstBusy < 0 ? 0 : seconds - firstBusy;
    return saturated * TOLERATED >= Math.max(TOLERATED, busy)
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "the processors of this machine were over %.0f %% busy in %,d of %,d seconds: part"
                    + " of the latency may be its own",
                100 * SATURATED,
                saturated,
                busy))
        : Optional.empty();
  }

  /** To be told once the run has started. */
  synchronized void measuredIn(Duration clockStep) {
    resolution = clockStep;
  }

  synchronized State state() {
    Group shown =
        groups.stream().filter(group -> group.requests > 0).findFirst().orElse(groups.getFirst());
    return new State(
        seconds,
        firstBusy,
        shown.requests,
        shown.errors,
        shown.rateSecond >= seconds - 1 ? shown.rate : 0,
        users,
        processors,
        new Latency(
            shown.all.valueAt(50),
            shown.all.valueAt(95),
            shown.all.valueAt(99),
            shown.columns.tail(seconds),
            resolution));
  }
}
