package ru.perfscale.faults.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.stage.Machine;

/**
 * An agent is killed while the supervisor of its run is frozen, so that the load lives on: the next
 * agent ends it before it runs anything else.
 */
public final class ARestartedAgentEndsWhatIsLeft implements Fault {
  private static final Duration END_LIMIT = Duration.ofSeconds(30);

  @Override
  public int number() {
    return 3;
  }

  @Override
  public void put(Round round) {
    Machine machine = round.stage().machines(1).getFirst();
    Trial trial = round.submit(Load.lasting(Duration.ofMinutes(2)).stubbornly());
    trial.awaitSamples(1);

    List<ProcessHandle> supervisors = machine.freezeSupervisors();
    try {
      round.require(!supervisors.isEmpty(), "no supervisor was found to be frozen");
      Instant killed = Instant.now();
      machine.kill();
      machine.start();
      round.requireLost(trial);
      Trial next = round.submit(Load.lasting(Duration.ofSeconds(3)));
      next.awaitSamples(1);
      Instant nextBegan = next.diary().lastStart();
      round.requirePassed(next);
      round.requireLoadOver(trial, killed, END_LIMIT);
      round.require(
          trial.loadOverAfter(nextBegan).orElseThrow().isZero(),
          "the load of the killed agent went on beside the next one's");
    } finally {
      machine.thaw(supervisors);
    }
  }
}
