package ru.perfscale.faults.fault;

import java.time.Duration;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.stage.Await;
import ru.perfscale.faults.stage.Herd;
import ru.perfscale.faults.stage.Machine;
import ru.perfscale.faults.stage.Server;
import ru.perfscale.faults.stage.Stage;

/**
 * A thousand agents are cut from their server at once, because it is killed, or are killed
 * themselves. Everything is started again: others are served while all of them come back.
 */
public final class AHerdComesBackPolitely implements Fault {
  private static final int SIZE = 1_000;
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final Duration BACK_LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Killed killed;

  /** Who is killed. */
  public enum Killed {
    SERVER,
    AGENTS
  }

  public AHerdComesBackPolitely(Killed killed) {
    this.killed = killed;
  }

  @Override
  public String form() {
    return killed.name();
  }

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
      if (killed == Killed.SERVER) {
        server.kill();
        server.start();
        server.awaitReady(stage.api());
      } else {
        herd.kill();
        herd.start();
      }
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
