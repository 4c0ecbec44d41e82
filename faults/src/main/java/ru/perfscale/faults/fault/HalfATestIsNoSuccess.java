package ru.perfscale.faults.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Seen;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.network.Deed;
import ru.perfscale.faults.network.Meddler;
import ru.perfscale.faults.stage.Await;
import ru.perfscale.faults.stage.Machine;

/** One machine of several cannot start, is late, or dies before it has begun. */
public final class HalfATestIsNoSuccess implements Fault {
  private static final int MACHINES = 4;

  /** What becomes of one of the machines. */
  public enum Trouble {
    /** Its script cannot run. */
    BROKEN,
    /** It accepts seconds after the others. */
    LATE,
    /** It is killed as soon as the task is submitted, and comes back. */
    KILLED
  }

  private final Trouble trouble;

  public HalfATestIsNoSuccess(Trouble trouble) {
    this.trouble = trouble;
  }

  @Override
  public int number() {
    return 17;
  }

  @Override
  public int machines() {
    return MACHINES;
  }

  @Override
  public String form() {
    return trouble.toString();
  }

  @Override
  public void put(Round round) {
    List<Machine> agents = round.stage().machines(MACHINES);
    int victim = round.number(MACHINES);
    switch (trouble) {
      case BROKEN -> broken(round, victim + 1);
      case LATE -> late(round, agents.get(victim));
      case KILLED -> killed(round, agents.get(victim));
    }
  }

  private static void broken(Round round, int share) {
    Instant submitted = Instant.now();
    Trial trial = round.submit(Load.lasting(Duration.ofMinutes(2)).brokenAt(share), MACHINES, null);
    if (round.awaitEnd(trial)) {
      Seen end = trial.last().orElseThrow();
      round.require(end.status().equals("failed"), "it is %s", end.status());
      round.requireOverBeforeLost(trial, submitted);
      round.requireAll(trial, 0);
    }
  }

  private static void late(Round round, Machine machine) {
    Duration delay = round.between(Duration.ofSeconds(2), Duration.ofSeconds(4));
    machine.line().set(new LateAccept(delay));
    Trial trial = round.submit(Load.lasting(Duration.ofSeconds(2)), MACHINES, null);
    round.requirePassed(trial);
    double spread = trial.last().orElseThrow().figure("start_spread_ms");
    round.require(
        spread < delay.toMillis(), "the machines began %s ms apart, one was asked late", spread);
  }

  private static void killed(Round round, Machine machine) {
    Trial trial = round.submit(Load.lasting(Duration.ofSeconds(2)), MACHINES, null);
    Await.pause(round.between(Duration.ZERO, Duration.ofMillis(1_500)));
    machine.kill();
    machine.start();
    if (round.awaitEnd(trial)) {
      String status = trial.last().orElseThrow().status();
      if (status.equals("passed")) {
        round.requirePassed(trial);
      } else {
        round.require(status.equals("failed"), "it is %s", status);
      }
    }
  }

  private record LateAccept(Duration delay) implements Meddler {
    @Override
    public Deed request(String path) {
      return path.endsWith("/accept") ? Deed.late(delay) : Deed.PASS;
    }
  }
}
