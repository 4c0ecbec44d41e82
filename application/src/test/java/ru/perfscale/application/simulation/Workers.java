package ru.perfscale.application.simulation;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import ru.perfscale.application.simulation.Work.Killed;
import ru.perfscale.application.simulation.Work.Life;

/** Runs the servers' work, some of it in the middle of other work. */
final class Workers {
  private final Timeline time;
  private final Chance chance;
  private final Noise noise;
  private final Set<Work> stopped = new LinkedHashSet<>();
  private Work current;
  private boolean quiet = true;

  Workers(Timeline time, Chance chance, Noise noise) {
    this.time = time;
    this.chance = chance;
    this.noise = noise;
  }

  void disturb() {
    quiet = false;
  }

  /** From here on nothing stops without need. */
  void calmDown() {
    quiet = true;
  }

  void run(String what, Life life, Runnable action) {
    if (life.isOver()) {
      return;
    }
    if (current != null) {
      throw new AssertionError(what + " is run from within " + current);
    }
    Work work = new Work(what, life);
    // What meets somebody else's lock must be able to wait.
    if (!stopped.isEmpty() || (!quiet && chance.hits(noise.interrupted()))) {
      Strand strand = new Strand(() -> untilKilled(action));
      work.on(strand);
      goOn(work);
    } else {
      current = work;
      try {
        untilKilled(action);
      } finally {
        current = null;
      }
    }
  }

  private static void untilKilled(Runnable action) {
    try {
      action.run();
    } catch (Killed e) {
      // Whatever it was doing, nobody does it any more.
    }
  }

  private void goOn(Work work) {
    stopped.remove(work);
    current = work;
    try {
      work.strand().goOn();
    } finally {
      current = null;
    }
    if (!work.strand().isOver()) {
      stopped.add(work);
    }
  }

  Work current() {
    if (current == null) {
      throw new AssertionError("Only a server's work may ask the database");
    }
    return current;
  }

  boolean isWorking() {
    return current != null;
  }

  /** Here others may come between. */
  void mayStop() {
    Work work = current();
    if (!quiet && work.canStop() && chance.hits(0.3)) {
      Duration pause =
          chance.hits(0.03)
              ? chance.upTo(Duration.ofSeconds(4))
              : chance.upTo(Duration.ofMillis(chance.oneOf(1, 10, 50)));
      time.after(pause, () -> wake(work));
      stop(work);
    }
  }

  /** Stops until {@link #wake}. */
  void stop(Work work) {
    work.strand().stopHere();
    if (work.life().isOver()) {
      throw new Killed();
    }
    if (work.broken != null) {
      throw work.broken;
    }
  }

  void wake(Work work) {
    work.life()
        .run(
            () -> {
              if (stopped.contains(work)) {
                goOn(work);
              }
            });
  }

  /** Everything that a dead server was doing ends where it is. */
  void reap() {
    for (Work work : List.copyOf(stopped)) {
      if (work.life().isOver()) {
        wake(work);
      }
    }
  }
}
