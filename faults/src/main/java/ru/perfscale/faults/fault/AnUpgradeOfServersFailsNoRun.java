package ru.perfscale.faults.fault;

import java.time.Duration;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.stage.Machine;
import ru.perfscale.faults.stage.Server;
import ru.perfscale.faults.stage.Stage;

/** One server after the other is stopped and started while a task runs; the other one serves. */
public final class AnUpgradeOfServersFailsNoRun implements Fault {
  @Override
  public int number() {
    return 16;
  }

  @Override
  public void put(Round round) {
    Stage stage = round.stage();
    Machine machine = stage.machines(1).getFirst();
    Server first = stage.server(0);
    Server second = stage.server(1);
    Trial trial = round.submit(Load.lasting(Duration.ofSeconds(8)));
    trial.awaitSamples(1);

    replace(round, first, 1, second, machine);
    replace(round, second, 0, first, machine);

    round.requirePassed(trial);
  }

  private static void replace(
      Round round, Server old, int otherNumber, Server other, Machine machine) {
    round.stage().askServer(otherNumber);
    machine.line().leadTo(other.address());
    old.stop();
    old.start();
    old.awaitReady(round.stage().api());
  }
}
