package ru.perfscale.application.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import ru.perfscale.application.simulation.Simulation.Outcome;

/** Runs many schedules, one for each of a row of seeds, and adds up what came of them. */
final class Campaign {
  private static final int MOST_FAILURES = 20;

  private final long first;
  private final long schedules;
  private final AtomicLong next;
  private final Faults faults = new Faults();
  private final Promises promises = new Promises();
  private final Map<String, Long> ends = new TreeMap<>();
  private final List<Long> failed = new ArrayList<>();
  private final long startedAt = System.nanoTime();
  private long run;
  private long events;
  private Duration lasted = Duration.ZERO;

  private Campaign(long first, long schedules) {
    this.first = first;
    this.schedules = schedules;
    this.next = new AtomicLong(first);
  }

  static Campaign run(long first, long schedules) throws InterruptedException {
    Campaign campaign = new Campaign(first, schedules);
    int workers = Runtime.getRuntime().availableProcessors();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        all.add(threads.submit(campaign::work));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("The simulation itself failed", e.getCause());
    }
    return campaign;
  }

  private void work() {
    for (long seed = next.getAndIncrement();
        seed < first + schedules && !isHopeless();
        seed = next.getAndIncrement()) {
      add(seed, outcome(seed));
    }
  }

  private static Outcome outcome(long seed) {
    try {
      return Simulation.run(Schedule.of(seed), false);
    } catch (RuntimeException | Error e) {
      throw new IllegalStateException("The simulation of seed " + seed + " failed", e);
    }
  }

  private synchronized boolean isHopeless() {
    return failed.size() >= MOST_FAILURES;
  }

  private synchronized void add(long seed, Outcome outcome) {
    run++;
    events += outcome.events();
    lasted = lasted.plus(outcome.lasted());
    faults.add(outcome.faults());
    promises.add(outcome.promises());
    outcome.ends().forEach((end, count) -> ends.merge(end, (long) count, Long::sum));
    if (outcome.violation().isPresent()) {
      failed.add(seed);
    }
  }

  /** Seeds of schedules with a violation, the lowest first. */
  List<Long> failed() {
    return failed.stream().sorted().toList();
  }

  Map<String, Long> ends() {
    return ends;
  }

  Faults faults() {
    return faults;
  }

  Promises promises() {
    return promises;
  }

  String table() {
    StringBuilder table = new StringBuilder();
    row(table, "first seed", first);
    row(table, "last seed", first + run - 1);
    row(table, "schedules", run);
    row(table, "hours of virtual time", lasted.toHours());
    row(table, "seconds that it took", (System.nanoTime() - startedAt) / 1_000_000_000L);
    row(table, "events", events);
    table.append("faults injected\n");
    faults.counts().forEach((kind, count) -> row(table, "  " + kind, count));
    table.append("tasks by their end\n");
    ends.forEach((end, count) -> row(table, "  " + end, count));
    table.append("promises, and how often each was checked\n");
    promises.counts().forEach((promise, count) -> row(table, "  " + promise.words(), count));
    row(table, "schedules with a violation", failed.size());
    return table.toString();
  }

  private static void row(StringBuilder table, String what, long count) {
    table.append(String.format(Locale.ROOT, "%-48s %,15d%n", what, count));
  }
}
