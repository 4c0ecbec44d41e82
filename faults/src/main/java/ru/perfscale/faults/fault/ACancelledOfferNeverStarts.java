package ru.perfscale.faults.fault;

import java.time.Duration;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.network.Deed;
import ru.perfscale.faults.network.Meddler;
import ru.perfscale.faults.stage.Await;
import ru.perfscale.faults.stage.Machine;

/** A task is cancelled while its offer is under way, or its agent is away and comes back. */
public final class ACancelledOfferNeverStarts implements Fault {
  @Override
  public int number() {
    return 15;
  }

  @Override
  public void put(Round round) {
    Machine machine = round.stage().machines(1).getFirst();
    boolean away = round.chance(0.4);
    if (away) {
      machine.kill();
    } else {
      Duration delay = round.between(Duration.ofMillis(600), Duration.ofMillis(1_500));
      machine.line().set(new LateAccept(delay));
    }

    Trial trial = round.submit(Load.lasting(Duration.ofSeconds(3)));
    Await.pause(round.between(Duration.ZERO, Duration.ofMillis(400)));
    int answer = trial.cancel();
    round.require(answer == 204, "the cancel is answered %d", answer);
    machine.start();

    if (round.awaitEnd(trial)) {
      String end = trial.last().orElseThrow().status();
      round.require(end.equals("cancelled"), "it is %s", end);
    }
    // The next one runs behind whatever was under way.
    machine.line().set(Meddler.NONE);
    round.requirePassed(round.submit(Load.lasting(Duration.ofMillis(500))));
    round.require(trial.diary().starts() == 0, "it has begun");
  }

  private record LateAccept(Duration delay) implements Meddler {
    @Override
    public Deed request(String path) {
      return path.endsWith("/accept") ? Deed.late(delay) : Deed.PASS;
    }
  }
}
