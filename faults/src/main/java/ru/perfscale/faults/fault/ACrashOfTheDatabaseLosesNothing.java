package ru.perfscale.faults.fault;

import java.time.Duration;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.stage.Await;

/** PostgreSQL is killed in a run and recovers. */
public final class ACrashOfTheDatabaseLosesNothing implements Fault {
  private final int machines;

  public ACrashOfTheDatabaseLosesNothing(int machines) {
    this.machines = machines;
  }

  @Override
  public int number() {
    return 4;
  }

  @Override
  public int machines() {
    return machines;
  }

  @Override
  public String form() {
    return machines + (machines == 1 ? " agent" : " agents");
  }

  @Override
  public void put(Round round) {
    round.stage().machines(machines);
    Trial trial = round.submit(Load.lasting(Duration.ofSeconds(4)), machines, null);
    trial.awaitSamples(1);
    Await.pause(round.between(Duration.ZERO, Duration.ofSeconds(3)));

    round.stage().postgres().crash();

    round.requirePassed(trial);
  }
}
