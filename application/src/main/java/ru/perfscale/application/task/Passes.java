package ru.perfscale.application.task;

import java.util.concurrent.Executor;

/**
 * Passes over the same work, one at a time: who asks while one is under way does not wait, but has
 * another one made after it, however many ask. What was stored before asking is seen by a pass that
 * begins later, or is being made by who asks. Thread-safe.
 */
final class Passes {
  private final Runnable pass;
  private final Executor next;
  private boolean underWay;
  private boolean wanted;

  /**
   * @param next makes the passes that were asked for during another one, and tells of their faults
   */
  Passes(Runnable pass, Executor next) {
    this.pass = pass;
    this.next = next;
  }

  /** Makes a pass, unless another one is under way. */
  void ask() {
    if (!begins()) {
      return;
    }
    try {
      pass.run();
    } finally {
      // Also after a fault: it may be over, and those who asked have gone on.
      if (endsWanted()) {
        next.execute(this::ask);
      }
    }
  }

  private synchronized boolean begins() {
    wanted = underWay;
    boolean begins = !underWay;
    underWay = true;
    return begins;
  }

  private synchronized boolean endsWanted() {
    underWay = false;
    return wanted;
  }
}
