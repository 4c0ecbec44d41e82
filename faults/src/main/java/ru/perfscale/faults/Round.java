package ru.perfscale.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.stage.Await;
import ru.perfscale.faults.stage.Stage;

/** One fault put once: its tasks, its chance, what was measured and what did not hold. */
public final class Round implements AutoCloseable {
  /** Everything ends within that time after a fault, or is stuck. */
  private static final Duration STUCK = Duration.ofSeconds(60);

  /** Running figures may be behind what is stored. */
  private static final Duration SETTLED = Duration.ofSeconds(10);

  /** Samples that a killed agent may not have written down: of the seconds that were open. */
  private static final long OPEN = 35L * Load.BATCH;

  /** Percentiles are exact to three digits. */
  private static final double PRECISION = 0.001;

  private final Stage stage;
  private final String name;
  private final Random random;
  private final Duration contactLimit;
  private final List<Trial> trials = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final List<Duration> contactLost = new ArrayList<>();
  private final List<Duration> loadOver = new ArrayList<>();
  private final List<Duration> attached = new ArrayList<>();
  private final List<Duration> answered = new ArrayList<>();

  Round(Stage stage, String name, long seed, Duration contactLimit) {
    this.stage = stage;
    this.contactLimit = contactLimit;
    this.name = name;
    this.random = new Random(seed);
  }

  public Stage stage() {
    return stage;
  }

  /** A length of time by chance, in equal parts between the two. */
  public Duration between(Duration least, Duration most) {
    return Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis() + 1));
  }

  /** One of the numbers from 0 on, below a bound, by chance. */
  public int number(int bound) {
    return random.nextInt(bound);
  }

  /** True by chance. */
  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** Submits a task on one machine. */
  public Trial submit(Load load) {
    return submit(load, 1, null);
  }

  /**
   * Submits a task.
   *
   * @param timeLimit such as {@code 4s}; null for the usual one
   */
  public Trial submit(Load load, int machines, String timeLimit) {
    String trialName = name + "-" + (trials.size() + 1);
    Trial trial = Trial.submit(stage, load, trialName, machines, contactLimit, timeLimit);
    trials.add(trial);
    return trial;
  }

  /** Notes what did not hold, unless it did. */
  public void require(boolean held, String what, Object... details) {
    if (!held) {
      violations.add(String.format(Locale.ROOT, what, details));
    }
  }

  /** Waits for the end of a task, which must come in time after the fault is over. */
  public boolean awaitEnd(Trial trial) {
    boolean ended = trial.await(STUCK, Seen::isOver).isPresent();
    require(ended, "it is stuck: %s", trial.last());
    return ended;
  }

  /** It must pass with everything that the load wrote down, and nothing else. */
  public void requirePassed(Trial trial) {
    if (awaitEnd(trial)) {
      Seen end = trial.last().orElseThrow();
      require(
          end.status().equals("passed"), "it is %s (%s)", end.status(), end.task().path("reasons"));
      require(end.coverage() == 1, "its coverage is %s", end.coverage());
      require(
          trial.diary().samples() == trial.plannedSamples(),
          "the load wrote down %d samples of %d",
          trial.diary().samples(),
          trial.plannedSamples());
      requireAll(trial, 0);
    }
  }

  /**
   * What is stored must equal what the load wrote down.
   *
   * @param slack how many samples a load that was killed may have written down in vain
   */
  public void requireAll(Trial trial, long slack) {
    long made = trial.diary().samples();
    boolean all = trial.await(STUCK, seen -> seen.requests() >= made - slack).isPresent();
    Seen seen = trial.last().orElseThrow();
    require(all, "%d samples are stored, the load made %d", seen.requests(), made);
    if (all && made > 0 && slack == 0) {
      double errorRate = (double) trial.diary().errors() / made;
      requireNear("error_rate", seen.figure("error_rate"), errorRate, 1e-6);
      for (int percent : List.of(50, 95, 99)) {
        double exact = trial.diary().percentile(percent);
        requireNear("p" + percent, seen.figure("p" + percent), exact, exact * PRECISION);
      }
    }
  }

  private void requireNear(String what, double shown, double exact, double distance) {
    require(Math.abs(shown - exact) <= distance, "%s is %s, exact is %s", what, shown, exact);
  }

  /** It must end because its agent was lost, at once. */
  public void requireLost(Trial trial) {
    requireLost(trial, Duration.ZERO);
  }

  /** It must end because its agent was lost, after the contact limit. */
  public void requireLost(Trial trial, Duration limit) {
    boolean ended = trial.await(STUCK.plus(limit), Seen::isOver).isPresent();
    require(ended, "it is stuck: %s", trial.last());
    if (ended) {
      Seen end = trial.last().orElseThrow();
      require(
          end.status().equals("failed") && end.reasons().contains("agent_lost"),
          "it is %s (%s)",
          end.status(),
          end.task().path("reasons"));
    }
  }

  /** It must show that contact is lost within ten seconds after its agent fell silent. */
  public void requireContactLost(Trial trial, long silentSince) {
    if (trial.contactLost().isEmpty()) {
      require(false, "contact was never shown as lost");
    } else {
      Duration after = Duration.ofNanos(trial.contactLost().get().at() - silentSince);
      contactLost.add(after);
      require(after.toMillis() <= 10_000, "contact was shown as lost after %s", after);
    }
  }

  /** Its load must be over within that time after a moment; call it when the task has ended. */
  public void requireLoadOver(Trial trial, Instant since, Duration limit) {
    trial
        .loadOverAfter(since)
        .ifPresent(
            after -> {
              loadOver.add(after);
              require(after.compareTo(limit) <= 0, "its load was over after %s", after);
            });
  }

  /** Its load must have been over when the server gave it up; call it when it is. */
  public void requireOverBeforeLost(Trial trial, Instant since) {
    trial
        .finishedAt()
        .ifPresent(lost -> requireLoadOver(trial, since, Duration.between(since, lost)));
  }

  /** What a killed agent had written down must be stored once it was started again. */
  public void requireJournalled(Trial trial) {
    requireAll(trial, OPEN);
  }

  /** How long an agent took to be served again. */
  public void attachedAfter(Duration time) {
    attached.add(time);
  }

  /** How long somebody else's request took. */
  public void answeredAfter(Duration time) {
    answered.add(time);
  }

  /** Of all others' requests, 99 in 100 must have been answered within that time. */
  public void requireAnsweredWithin(Duration limit) {
    Duration p99 = Table.rank(answered.stream().sorted().toList(), 99);
    require(p99.compareTo(limit) <= 0, "others' requests had a p99 of %s", p99);
  }

  /** Nobody's word may be broken, whatever the fault was. */
  Outcome conclude(Fault fault, long seed, Duration took) {
    long lostFrames = 0;
    long doubleRuns = 0;
    long stuck = 0;
    List<String> ends = new ArrayList<>();
    for (Trial trial : trials) {
      boolean over = trial.await(STUCK, Seen::isOver).isPresent();
      if (!over) {
        stuck++;
        trial.cancel();
      }
      ends.add(trial.last().map(Seen::status).orElse("unseen"));
      lostFrames += trial.lostFrames();
      doubleRuns += trial.doubleRuns();
      boolean kept = Await.that(SETTLED, () -> trial.lostSamples() == 0);
      require(kept, "%d acknowledged samples are not stored", trial.lostSamples());
      long stored = trial.last().map(Seen::requests).orElse(0L);
      long made = trial.diary().samples();
      require(stored <= made, "%d samples are stored, the load made %d", stored, made);
      require(
          trial.acknowledged().stream().noneMatch(each -> each.changedOnTheWay()),
          "a frame had other samples when it was sent again");
      trial.complaints().forEach(complaint -> require(false, "%s", complaint));
    }
    return new Outcome(
        fault,
        name,
        seed,
        took,
        ends,
        lostFrames,
        doubleRuns,
        stuck,
        contactLost,
        loadOver,
        attached,
        answered,
        violations);
  }

  @Override
  public void close() {
    trials.forEach(Trial::close);
  }
}
