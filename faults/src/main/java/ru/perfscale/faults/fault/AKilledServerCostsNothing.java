package ru.perfscale.faults.fault;

import java.time.Duration;
import java.util.List;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.stage.Await;
import ru.perfscale.faults.stage.Machine;
import ru.perfscale.faults.stage.Server;

/** The server is killed at any moment of a run, and started again. */
public final class AKilledServerCostsNothing implements Fault {
  private final int machines;

  public AKilledServerCostsNothing(int machines) {
    this.machines = machines;
  }

  @Override
  public int number() {
    return 1;
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
    List<Machine> agents = round.stage().machines(machines);
    Server server = round.stage().server(0);
    Trial trial = round.submit(Load.lasting(Duration.ofSeconds(4)), machines, null);
    trial.awaitSamples(1);
    Await.pause(round.between(Duration.ZERO, Duration.ofSeconds(3)));

    server.kill();
    Await.pause(round.between(Duration.ZERO, Duration.ofSeconds(2)));
    server.start();
    server.awaitReady(round.stage().api());
    long ready = System.nanoTime();

    for (Machine agent : agents) {
      agent.awaitHeard(ready);
      round.attachedAfter(Duration.ofNanos(agent.line().lastHeard() - ready));
    }
    round.requirePassed(trial);
  }
}
