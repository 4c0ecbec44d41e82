package ru.perfscale.faults.fault;

import java.time.Duration;
import java.time.Instant;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.network.Condition;
import ru.perfscale.faults.stage.Await;
import ru.perfscale.faults.stage.Machine;

/**
 * The network between agent and server fails for longer than the contact limit: the load is over by
 * then, and what it measured is delivered later.
 */
public final class AnAgentOutOfContactEndsItsLoadInTime implements Fault {
  private final Condition condition;
  private final Duration limit;

  /**
   * @param limit of contact
   */
  public AnAgentOutOfContactEndsItsLoadInTime(Condition condition, Duration limit) {
    this.condition = condition;
    this.limit = limit;
  }

  @Override
  public int number() {
    return 5;
  }

  @Override
  public Duration contactLimit() {
    return limit;
  }

  @Override
  public String form() {
    return condition + ", " + limit.toSeconds() + " s";
  }

  @Override
  public void put(Round round) {
    Machine machine = round.stage().machines(1).getFirst();
    Load load = Load.lasting(limit.plusSeconds(60));
    boolean stubborn = round.chance(0.5);
    Trial trial = round.submit(stubborn ? load.stubbornly() : load);
    trial.awaitSamples(1);
    Await.pause(round.between(Duration.ZERO, Duration.ofSeconds(2)));

    Instant silent = Instant.now();
    long silentNanos = System.nanoTime();
    machine.line().set(condition);
    if (condition == Condition.NOTHING_DOWN) {
      // The server hears the agent, and does not lose it.
      Await.pause(limit);
      round.requireLoadOver(trial, silent, limit);
    } else {
      round.requireLost(trial, limit);
      round.requireOverBeforeLost(trial, silent);
      round.requireContactLost(trial, silentNanos);
    }
    Await.pause(round.between(Duration.ZERO, Duration.ofSeconds(3)));
    machine.line().set(Condition.WHOLE);

    round.requireLost(trial);
    round.requireAll(trial, stubborn ? Load.BATCH : 0);
  }
}
