package ru.perfscale.faults.fault;

import java.time.Duration;
import java.util.List;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.network.Deed;
import ru.perfscale.faults.network.Meddler;
import ru.perfscale.faults.stage.Machine;

/** Requests come twice, late, by halves, and answers are lost. */
public final class AMangledDeliveryIsStoredOnce implements Fault {
  private final int machines;

  public AMangledDeliveryIsStoredOnce(int machines) {
    this.machines = machines;
  }

  @Override
  public int number() {
    return 9;
  }

  @Override
  public int machines() {
    return machines;
  }

  @Override
  public String form() {
    return machines + (machines == 1 ? " agent" : " agents");
  }

  @Override
  public void put(Round round) {
    List<Machine> agents = round.stage().machines(machines);
    agents.forEach(agent -> agent.line().set(new Mangler(round)));

    Trial trial = round.submit(Load.lasting(Duration.ofSeconds(4)), machines, null);

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
