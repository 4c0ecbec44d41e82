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
 * An agent is killed in a run and started again soon: the task ends at once. What it could not
 * deliver before, because the network was cut, it delivers then.
 */
public final class AKilledAgentsLoadDiesWithIt implements Fault {
  private static final Duration DEATH_LIMIT = Duration.ofSeconds(1);

  /** The start of the agent's program is part of it. */
  private static final Duration END_LIMIT = Duration.ofSeconds(20);

  @Override
  public int number() {
    return 2;
  }

  @Override
  public void put(Round round) {
    Machine machine = round.stage().machines(1).getFirst();
    Trial trial = round.submit(Load.lasting(Duration.ofMinutes(2)).stubbornly());
    trial.awaitSamples(1);
    Await.pause(round.between(Duration.ZERO, Duration.ofSeconds(2)));
    if (round.chance(0.5)) {
      machine.line().set(Condition.CUT);
      Await.pause(round.between(Duration.ofSeconds(3), Duration.ofSeconds(6)));
    }

    Instant killed = Instant.now();
    machine.kill();
    machine.line().set(Condition.WHOLE);
    Await.pause(round.between(Duration.ZERO, Duration.ofSeconds(1)));
    long restarted = System.nanoTime();
    machine.start();

    round.requireLost(trial);
    trial
        .firstEnd()
        .map(end -> Duration.ofNanos(end.at() - restarted))
        .ifPresent(
            after ->
                round.require(after.compareTo(END_LIMIT) <= 0, "the task ended after %s", after));
    round.requireLoadOver(trial, killed, DEATH_LIMIT);
    round.requireJournalled(trial);
  }
}
