package ru.perfscale.faults.fault;

import java.time.Duration;
import java.time.Instant;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.stage.Await;
import ru.perfscale.faults.stage.Machine;

/** An agent is killed and stays away until the contact limit is over. */
public final class ADeadAgentIsShownAndGivenUp implements Fault {
  private static final Duration DEATH_LIMIT = Duration.ofSeconds(1);

  private final Duration limit;

  /**
   * @param limit of contact
   */
  public ADeadAgentIsShownAndGivenUp(Duration limit) {
    this.limit = limit;
  }

  @Override
  public int number() {
    return 2;
  }

  @Override
  public Duration contactLimit() {
    return limit;
  }

  @Override
  public String form() {
    return "after " + limit.toSeconds() + " s";
  }

  @Override
  public void put(Round round) {
    Machine machine = round.stage().machines(1).getFirst();
    Trial trial = round.submit(Load.lasting(Duration.ofMinutes(3)).stubbornly());
    trial.awaitSamples(1);
    Await.pause(round.between(Duration.ZERO, Duration.ofSeconds(2)));

    Instant killed = Instant.now();
    long silent = System.nanoTime();
    machine.kill();

    round.requireLost(trial, limit);
    round.requireContactLost(trial, silent);
    round.requireLoadOver(trial, killed, DEATH_LIMIT);
    machine.start();
    round.requireJournalled(trial);
  }
}
