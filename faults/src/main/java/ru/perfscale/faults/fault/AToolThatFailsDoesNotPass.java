package ru.perfscale.faults.fault;

import java.time.Duration;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Seen;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;

/** A tool writes what is no sample, or ends badly. */
public final class AToolThatFailsDoesNotPass implements Fault {
  @Override
  public int number() {
    return 18;
  }

  @Override
  public void put(Round round) {
    round.stage().machines(1);
    Trial bad = round.submit(Load.lasting(Duration.ofSeconds(1)).endingWith(3));
    requireFailed(round, bad, "tool_failed");
    round.requireAll(bad, 0);
    Trial garbage = round.submit(Load.lasting(Duration.ofSeconds(1)).withGarbage());
    if (round.awaitEnd(garbage)) {
      round.requireAll(garbage, 0);
    }
  }

  private static void requireFailed(Round round, Trial trial, String code) {
    if (round.awaitEnd(trial)) {
      Seen end = trial.last().orElseThrow();
      round.require(
          end.status().equals("failed") && end.reasons().contains(code),
          "it is %s (%s)",
          end.status(),
          end.reasons());
    }
  }
}
