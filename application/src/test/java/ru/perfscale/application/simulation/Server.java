package ru.perfscale.application.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import ru.perfscale.application.StorageUnavailable;
import ru.perfscale.application.simulation.Answer.Given;
import ru.perfscale.application.simulation.Answer.Gone;
import ru.perfscale.application.simulation.Answer.Unavailable;
import ru.perfscale.application.simulation.Work.Life;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.Refusal.NotFound;

/**
 * One replica of the control plane: it answers, it has its jobs, it can be killed, frozen, or
 * suspended with its host.
 */
final class Server {
  static final Instant EPOCH = Instant.parse("2026-01-15T10:00:00Z");

  private static final Duration SHORTLY = Duration.ofSeconds(2);
  private static final Duration ADJUST = Duration.ofSeconds(10);

  private final String name;
  private final Timeline time;
  private final Workers workers;
  private final Store store;
  private final Consumer<Violation> alarm;
  private Duration down = SHORTLY;
  private Optional<Duration> suspendedAt = Optional.empty();
  private ServerClock clock;
  private Life life;
  private Polls polls;
  private UseCases useCases;

  Server(String name, Timeline time, Workers workers, Store store, Consumer<Violation> alarm) {
    this.name = name;
    this.time = time;
    this.workers = workers;
    this.store = store;
    this.alarm = alarm;
    start();
  }

  private void start() {
    life = new Life(name, this::ended);
    polls = new Polls(time, this);
    clock = new ServerClock(time, store.database().instant());
    suspendedAt = Optional.empty();
    useCases = UseCases.of(store, polls, clock);
    jobsLater(life);
    adjustLater(life, clock);
  }

  private void ended() {
    time.say("%s is dead", name);
    time.after(Duration.ZERO, workers::reap);
    time.after(down, this::restart);
    down = SHORTLY;
  }

  /** By the database's clock, as far as it knows it. */
  Instant now() {
    return clock.instant();
  }

  boolean isUp() {
    return !life.isOver();
  }

  Life life() {
    return life;
  }

  Polls polls() {
    return polls;
  }

  UseCases useCases() {
    return useCases;
  }

  /**
   * @param absent until it is started again
   */
  void kill(Duration absent) {
    down = absent;
    life.end();
  }

  private void restart() {
    if (!life.isOver()) {
      return;
    }
    if (store.database().isAway()) {
      time.after(SHORTLY, this::restart);
      return;
    }
    time.say("%s is started", name);
    start();
  }

  /** Stops and answers nothing until it is thawed. */
  void freeze() {
    life.freeze();
    store.database().standsStill(life);
  }

  /** As {@link #freeze}, and its monotonic clock stands still, too. */
  void suspend() {
    freeze();
    suspendedAt = suspendedAt.or(() -> Optional.of(time.now()));
  }

  void thaw() {
    suspendedAt.ifPresent(since -> clock.stoodStill(time.now().minus(since)));
    suspendedAt = Optional.empty();
    life.thaw();
  }

  private void adjustLater(Life mine, ServerClock its) {
    time.after(ADJUST, () -> work("clock", mine, () -> adjust(mine, its)));
  }

  private void adjust(Life mine, ServerClock its) {
    job(() -> its.adjust(() -> store.database().statement(store.database()::instant)));
    adjustLater(mine, its);
  }

  private void jobsLater(Life mine) {
    time.after(Duration.ofSeconds(1), () -> mine.run(() -> jobs(mine)));
  }

  private void jobs(Life mine) {
    workers.run(
        "jobs",
        mine,
        () -> {
          job(useCases.expire()::expire);
          job(useCases.place()::place);
          jobsLater(mine);
        });
    alone(
        "figures",
        mine,
        () -> {
          job(useCases.live()::writeDue);
          job(useCases.recover()::figureDue);
        });
  }

  private void job(Runnable job) {
    try {
      job.run();
    } catch (StorageUnavailable e) {
      // In a second again.
    } catch (RuntimeException e) {
      alarm.accept(unexpected("a job", e));
    }
  }

  /** Does something that needs the database and answers to nobody. */
  void work(String what, Life mine, Runnable action) {
    mine.run(() -> workers.run(what, mine, action));
  }

  /**
   * As {@link #work}, for what takes the lock of the live figures: one at a time, because whoever
   * waits for such a lock waits in real time.
   */
  private void alone(String what, Life mine, Runnable action) {
    mine.alone(
        () ->
            work(
                what,
                mine,
                () -> {
                  try {
                    action.run();
                  } finally {
                    time.after(Duration.ZERO, mine::done);
                  }
                }));
  }

  /** Answers a delivery of frames. */
  <T> void answerAlone(String what, Function<UseCases, T> request, Consumer<Answer<T>> reply) {
    UseCases its = useCases;
    alone(what, life, () -> reply.accept(asked(what, () -> request.apply(its))));
  }

  /** Answers a request, unless it dies meanwhile. */
  <T> void answer(String what, Function<UseCases, T> request, Consumer<Answer<T>> reply) {
    Life mine = life;
    UseCases its = useCases;
    work(what, mine, () -> reply.accept(asked(what, () -> request.apply(its))));
  }

  /** What a request's outcome is on the wire. */
  <T> Answer<T> asked(String what, Supplier<T> request) {
    try {
      return new Given<>(request.get());
    } catch (Conflict | NotFound e) {
      return new Gone<>(e.getMessage());
    } catch (StorageUnavailable e) {
      return new Unavailable<>(true);
    } catch (RuntimeException e) {
      alarm.accept(unexpected(what, e));
      return new Unavailable<>(false);
    }
  }

  private static Violation unexpected(String what, RuntimeException e) {
    Violation violation = new Violation("%s failed: %s", what, e);
    violation.initCause(e);
    return violation;
  }

  @Override
  public String toString() {
    return name;
  }
}
