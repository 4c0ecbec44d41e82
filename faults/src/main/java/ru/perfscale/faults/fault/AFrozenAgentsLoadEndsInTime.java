package ru.perfscale.faults.fault;

import java.time.Duration;
import java.time.Instant;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.stage.Await;
import ru.perfscale.faults.stage.Machine;

/** An agent is stopped by a signal for longer than the contact limit, then goes on. */
public final class AFrozenAgentsLoadEndsInTime implements Fault {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Override
  public int number() {
    return 7;
  }

  @Override
  public Duration contactLimit() {
    return LIMIT;
  }

  @Override
  public void put(Round round) {
    Machine machine = round.stage().machines(1).getFirst();
    Trial trial = round.submit(Load.lasting(Duration.ofMinutes(2)).stubbornly());
    trial.awaitSamples(1);
    Await.pause(round.between(Duration.ZERO, Duration.ofSeconds(2)));

    Instant frozen = Instant.now();
    long silent = System.nanoTime();
    machine.signal("STOP");
    round.requireLost(trial, LIMIT);
    Await.pause(round.between(Duration.ofSeconds(1), Duration.ofSeconds(3)));
    machine.signal("CONT");

    round.requireOverBeforeLost(trial, frozen);
    round.requireContactLost(trial, silent);
    // It must be able to go on, too.
    round.requirePassed(round.submit(Load.lasting(Duration.ofSeconds(1))));
  }
}
