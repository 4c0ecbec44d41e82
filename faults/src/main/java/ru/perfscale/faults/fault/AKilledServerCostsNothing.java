package ru.perfscale.faults.fault;

import java.time.Duration;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.stage.Await;
import ru.perfscale.faults.stage.Machine;
import ru.perfscale.faults.stage.Server;

/** The server is killed at any moment of a run, and started again. */
public final class AKilledServerCostsNothing implements Fault {
  @Override
  public int number() {
    return 1;
  }

  @Override
  public void put(Round round) {
    Machine machine = round.stage().machines(1).getFirst();
    Server server = round.stage().server(0);
    Trial trial = round.submit(Load.lasting(Duration.ofSeconds(4)));
    trial.awaitSamples(1);
    Await.pause(round.between(Duration.ZERO, Duration.ofSeconds(3)));

    server.kill();
    Await.pause(round.between(Duration.ZERO, Duration.ofSeconds(2)));
    server.start();
    server.awaitReady(round.stage().api());
    long ready = System.nanoTime();
    machine.awaitHeard(ready);

    round.attachedAfter(Duration.ofNanos(machine.line().lastHeard() - ready));
    round.requirePassed(trial);
  }
}
