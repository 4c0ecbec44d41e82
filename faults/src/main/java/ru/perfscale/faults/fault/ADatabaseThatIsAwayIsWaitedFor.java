package ru.perfscale.faults.fault;

import java.time.Duration;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.stage.Await;

/** PostgreSQL is stopped in a run and started again after a while. */
public final class ADatabaseThatIsAwayIsWaitedFor implements Fault {
  private final Duration least;
  private final Duration most;

  public ADatabaseThatIsAwayIsWaitedFor(Duration least, Duration most) {
    this.least = least;
    this.most = most;
  }

  @Override
  public int number() {
    return 4;
  }

  @Override
  public String form() {
    return most.toSeconds() + " s";
  }

  @Override
  public void put(Round round) {
    round.stage().machines(1);
    Trial trial = round.submit(Load.lasting(Duration.ofSeconds(4)));
    trial.awaitSamples(1);
    Await.pause(round.between(Duration.ZERO, Duration.ofSeconds(2)));

    round.stage().postgres().stop();
    Outage.requireUnavailable(round);
    Await.pause(round.between(least, most));
    round.stage().postgres().start();

    round.requirePassed(trial);
  }
}
