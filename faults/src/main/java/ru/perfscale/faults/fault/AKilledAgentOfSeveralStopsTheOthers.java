package ru.perfscale.faults.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.stage.Await;
import ru.perfscale.faults.stage.Machine;

/** One agent of a task of several is killed: the others stop, and what they measured is kept. */
public final class AKilledAgentOfSeveralStopsTheOthers implements Fault {
  private static final int MACHINES = 4;

  @Override
  public int number() {
    return 2;
  }

  @Override
  public int machines() {
    return MACHINES;
  }

  @Override
  public void put(Round round) {
    List<Machine> agents = round.stage().machines(MACHINES);
    Trial trial = round.submit(Load.lasting(Duration.ofMinutes(2)), MACHINES, null);
    trial.awaitSamples(1);
    Await.pause(round.between(Duration.ZERO, Duration.ofSeconds(2)));

    Instant killed = Instant.now();
    Machine dead = agents.get(round.number(MACHINES));
    dead.kill();
    dead.start();

    round.requireLost(trial);
    round.requireOverBeforeLost(trial, killed);
    round.requireJournalled(trial);
  }
}
