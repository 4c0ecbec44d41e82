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

/** The server is killed every few seconds during a task of several agents. */
public final class AServerKilledAgainAndAgainCostsNothing implements Fault {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration ATTACH_LIMIT = Duration.ofSeconds(3);

  private final int machines;
  private final Duration length;

  public AServerKilledAgainAndAgainCostsNothing(int machines, Duration length) {
    this.machines = machines;
    this.length = length;
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
    return machines + " agents, " + length.toSeconds() + " s";
  }

  @Override
  public void put(Round round) {
    List<Machine> agents = round.stage().machines(machines);
    Server server = round.stage().server(0);
    Trial trial = round.submit(Load.lasting(length), machines, null);
    trial.awaitSamples(1);
    long begun = System.nanoTime();

    while (System.nanoTime() - begun < length.toNanos()) {
      long killed = System.nanoTime();
      server.kill();
      server.start();
      server.awaitReady(round.stage().api());
      long ready = System.nanoTime();
      for (Machine agent : agents) {
        agent.awaitHeard(ready);
        Duration after = Duration.ofNanos(agent.line().lastHeard() - ready);
        round.attachedAfter(after);
        round.require(after.compareTo(ATTACH_LIMIT) <= 0, "an agent was attached after %s", after);
      }
      Duration left = EVERY.minusNanos(System.nanoTime() - killed);
      Await.pause(left.isNegative() ? Duration.ZERO : left);
    }

    round.requirePassed(trial);
  }
}
