package ru.perfscale.application.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** One piece of work of a server: a request, a job, a look for news. */
final class Work {
  private final String what;
  private final Life life;
  private Optional<Strand> strand = Optional.empty();

  /** The transaction that it is in; null outside. */
  Transaction transaction;

  /** Why it must not go on where it stopped; null when it may. */
  RuntimeException broken;

  /** One life of a server process. */
  static final class Life {
    private final String server;
    private final Runnable whenOver;
    private final List<Runnable> held = new ArrayList<>();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean over;
    private boolean frozen;
    private boolean busy;

    Life(String server, Runnable whenOver) {
      this.server = server;
      this.whenOver = whenOver;
    }

    boolean isOver() {
      return over;
    }

    boolean isFrozen() {
      return frozen && !over;
    }

    void freeze() {
      frozen = true;
    }

    void thaw() {
      frozen = false;
      List<Runnable> due = List.copyOf(held);
      held.clear();
      due.forEach(Runnable::run);
    }

    /** Begins something that holds a lock of the process, once whoever has it is done. */
    void alone(Runnable begin) {
      if (busy) {
        waiting.add(begin);
      } else {
        busy = true;
        begin.run();
      }
    }

    void done() {
      busy = false;
      if (!waiting.isEmpty()) {
        alone(waiting.poll());
      }
    }

    /** Does something when the process is able to. */
    void run(Runnable action) {
      if (isFrozen()) {
        held.add(action);
      } else {
        action.run();
      }
    }

    void end() {
      if (!over) {
        over = true;
        whenOver.run();
      }
    }

    @Override
    public String toString() {
      return server;
    }
  }

  /** The server's process was killed while it worked. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  Work(String what, Life life) {
    this.what = what;
    this.life = life;
  }

  Life life() {
    return life;
  }

  void on(Strand own) {
    strand = Optional.of(own);
  }

  /** Whether it can stop in the middle. */
  boolean canStop() {
    return strand.isPresent();
  }

  Strand strand() {
    return strand.orElseThrow();
  }

  @Override
  public String toString() {
    return what + " on " + life;
  }
}
