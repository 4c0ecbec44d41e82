package ru.perfscale.faults.fault;

import java.time.Duration;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.stage.Await;
import ru.perfscale.faults.stage.Herd;
import ru.perfscale.faults.stage.Machine;
import ru.perfscale.faults.stage.Server;
import ru.perfscale.faults.stage.Stage;

/** The server of a thousand agents is killed and started again: others are still served. */
public final class AHerdComesBackPolitely implements Fault {
  private static final int SIZE = 1_000;
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final Duration BACK_LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(20);

  @Override
  public int number() {
    return 21;
  }

  @Override
  public void put(Round round) {
    Stage stage = round.stage();
    Machine machine = stage.machines(1).getFirst();
    Server server = stage.server(0);
    try (Herd herd = stage.herd(SIZE)) {
      server.kill();
      server.start();
      server.awaitReady(stage.api());
      long ready = System.nanoTime();
      boolean back = false;
      while (!back && System.nanoTime() - ready < BACK_LIMIT.toNanos()) {
        long asked = System.nanoTime();
        boolean answered =
            stage
                .api()
                .tryCall("GET", "/machines/" + machine.id(), null)
                .filter(answer -> answer.status() == 200)
                .isPresent();
        round.require(answered, "somebody else's request is not answered");
        round.answeredAfter(Duration.ofNanos(System.nanoTime() - asked));
        Await.pause(PAUSE);
        back = herd.heardWithin(Duration.ofNanos(System.nanoTime() - ready)) == herd.size();
      }
      round.require(back, "not all agents are back after %s", BACK_LIMIT);
      round.attachedAfter(Duration.ofNanos(System.nanoTime() - ready));
      round.requireAnsweredWithin(LIMIT);
    }
  }
}
