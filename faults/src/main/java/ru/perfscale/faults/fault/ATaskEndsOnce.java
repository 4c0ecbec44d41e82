package ru.perfscale.faults.fault;

import java.time.Duration;
import java.util.Set;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Seen;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.stage.Await;
import ru.perfscale.faults.stage.Machine;

/** A cancel, the end of the load, its time limit and the death of its agent race. */
public final class ATaskEndsOnce implements Fault {
  private static final Set<String> ENDS = Set.of("passed", "failed", "cancelled", "timeout");

  @Override
  public int number() {
    return 14;
  }

  @Override
  public void put(Round round) {
    Machine machine = round.stage().machines(1).getFirst();
    for (int i = 0; i < 3; i++) {
      race(round, machine);
    }
  }

  private static void race(Round round, Machine machine) {
    Trial trial = round.submit(Load.lasting(Duration.ofMillis(1_000)), 1, "1s");
    Await.pause(round.between(Duration.ZERO, Duration.ofMillis(1_600)));
    int answer = trial.cancel();
    if (round.chance(0.25)) {
      machine.kill();
      machine.start();
    }

    round.require(answer == 204 || answer == 409, "a cancel is answered %d", answer);
    if (round.awaitEnd(trial)) {
      Seen end = trial.firstEnd().orElseThrow();
      round.require(ENDS.contains(end.status()), "it is %s", end.status());
      int late = trial.cancel();
      round.require(late == 409, "a cancel of what has ended is answered %d", late);
      Seen last = trial.last().orElseThrow();
      round.require(
          last.status().equals(end.status()), "it went on from %s to %s", end.status(), last);
    }
  }
}
