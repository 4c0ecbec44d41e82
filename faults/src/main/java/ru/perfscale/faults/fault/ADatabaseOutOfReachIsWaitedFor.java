package ru.perfscale.faults.fault;

import java.time.Duration;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.network.Condition;
import ru.perfscale.faults.stage.Await;

/** The network between server and PostgreSQL fails for a while. */
public final class ADatabaseOutOfReachIsWaitedFor implements Fault {
  private final Condition condition;

  public ADatabaseOutOfReachIsWaitedFor(Condition condition) {
    this.condition = condition;
  }

  @Override
  public int number() {
    return 6;
  }

  @Override
  public String form() {
    return condition.toString();
  }

  @Override
  public void put(Round round) {
    round.stage().machines(1);
    Trial trial = round.submit(Load.lasting(Duration.ofSeconds(4)));
    trial.awaitSamples(1);
    Await.pause(round.between(Duration.ZERO, Duration.ofSeconds(2)));

    round.stage().postgres().cable().set(condition);
    Outage.requireUnavailable(round);
    Await.pause(round.between(Duration.ZERO, Duration.ofSeconds(5)));
    round.stage().postgres().cable().set(Condition.WHOLE);

    round.requirePassed(trial);
  }
}
