package ru.perfscale.faults.fault;

import java.time.Duration;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.network.Deed;
import ru.perfscale.faults.network.Meddler;
import ru.perfscale.faults.stage.Machine;

/** Requests come twice, late, by halves, and answers are lost. */
public final class AMangledDeliveryIsStoredOnce implements Fault {
  @Override
  public int number() {
    return 9;
  }

  @Override
  public void put(Round round) {
    Machine machine = round.stage().machines(1).getFirst();
    machine.line().set(new Mangler(round));

    Trial trial = round.submit(Load.lasting(Duration.ofSeconds(4)));

    round.requirePassed(trial);
  }

  private record Mangler(Round round) implements Meddler {
    @Override
    public Deed request(String path) {
      if (path.endsWith("/frames") && round.chance(0.35) || round.chance(0.1)) {
        return Deed.twice(round.between(Duration.ZERO, Duration.ofMillis(2_500)));
      }
      if (round.chance(0.1)) {
        return Deed.HALVE;
      }
      return round.chance(0.1)
          ? Deed.late(round.between(Duration.ZERO, Duration.ofMillis(1_500)))
          : Deed.PASS;
    }

    @Override
    public Deed answer(String path, int status) {
      if (round.chance(0.15)) {
        return Deed.LOSE;
      }
      return round.chance(0.1) ? Deed.HALVE : Deed.PASS;
    }
  }
}
