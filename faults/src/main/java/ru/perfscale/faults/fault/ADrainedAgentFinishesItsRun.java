package ru.perfscale.faults.fault;

import java.time.Duration;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.stage.Await;
import ru.perfscale.faults.stage.Machine;

/** An agent is asked to end in a run: it finishes that one, takes no other, and ends. */
public final class ADrainedAgentFinishesItsRun implements Fault {
  private static final Duration END_LIMIT = Duration.ofSeconds(40);

  @Override
  public int number() {
    return 16;
  }

  @Override
  public void put(Round round) {
    Machine machine = round.stage().machines(1).getFirst();
    Trial trial = round.submit(Load.lasting(Duration.ofSeconds(3)));
    trial.awaitSamples(1);
    Await.pause(round.between(Duration.ZERO, Duration.ofSeconds(1)));

    machine.signal("TERM");
    Trial next = round.submit(Load.lasting(Duration.ofMillis(500)));

    round.requirePassed(trial);
    round.require(machine.awaitEnd(END_LIMIT), "the agent did not end");
    round.require(next.diary().starts() == 0, "a drained agent took another task");
    machine.start();
    round.requirePassed(next);
  }
}
