package ru.perfscale.faults.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.network.Deed;
import ru.perfscale.faults.network.Meddler;
import ru.perfscale.faults.stage.Machine;
import ru.perfscale.faults.stage.Stage;

/** Two servers on one database, an agent at each, and tasks submitted at both. */
public final class TwoServersGiveATaskToOneAgent implements Fault {
  private static final int TASKS = 4;

  @Override
  public int number() {
    return 13;
  }

  @Override
  public int machines() {
    return 2;
  }

  @Override
  public void put(Round round) {
    Stage stage = round.stage();
    List<Machine> machines = stage.machines(2);
    machines.getLast().line().leadTo(stage.server(1).address());
    machines.forEach(machine -> machine.line().set(new LateAnswers(round)));
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      stage.askServer(i % 2);
      trials.add(round.submit(Load.lasting(Duration.ofSeconds(1))));
    }

    trials.forEach(round::requirePassed);
    trials.forEach(
        trial ->
            round.require(
                trial.diary().starts() == 1, "it was begun %d times", trial.diary().starts()));
  }

  /** Offers and their answers cross. */
  private record LateAnswers(Round round) implements Meddler {
    @Override
    public Deed request(String path) {
      return path.endsWith("/accept")
          ? Deed.twice(round.between(Duration.ZERO, Duration.ofMillis(300)))
          : Deed.PASS;
    }

    @Override
    public Deed answer(String path, int status) {
      return path.endsWith("/poll")
          ? Deed.late(round.between(Duration.ZERO, Duration.ofMillis(300)))
          : Deed.PASS;
    }
  }
}
