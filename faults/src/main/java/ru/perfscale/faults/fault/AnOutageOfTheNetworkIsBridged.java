package ru.perfscale.faults.fault;

import java.time.Duration;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.network.Condition;
import ru.perfscale.faults.stage.Await;
import ru.perfscale.faults.stage.Machine;

/** The network between agent and server fails for a while, well within the contact limit. */
public final class AnOutageOfTheNetworkIsBridged implements Fault {
  private final Condition condition;

  public AnOutageOfTheNetworkIsBridged(Condition condition) {
    this.condition = condition;
  }

  @Override
  public int number() {
    return 5;
  }

  @Override
  public String form() {
    return condition.toString();
  }

  @Override
  public void put(Round round) {
    Machine machine = round.stage().machines(1).getFirst();
    Trial trial = round.submit(Load.lasting(Duration.ofSeconds(4)));
    trial.awaitSamples(1);
    Await.pause(round.between(Duration.ZERO, Duration.ofSeconds(2)));

    machine.line().set(condition);
    Await.pause(round.between(Duration.ofSeconds(1), Duration.ofSeconds(8)));
    machine.line().set(Condition.WHOLE);

    round.requirePassed(trial);
  }
}
