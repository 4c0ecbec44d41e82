package ru.perfscale.application.simulation;

import java.util.concurrent.locks.LockSupport;

/**
 * A piece of work with a stack of its own that can stop in the middle and go on later. It and
 * whoever lets it go on never run at the same time.
 */
final class Strand {
  private final Thread thread;
  private final Thread owner = Thread.currentThread();
  private volatile boolean mayRun;
  private volatile boolean over;
  private Throwable failure;

  Strand(Runnable work) {
    thread =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  try {
                    work.run();
                  } catch (Throwable e) {
                    failure = e;
                  }
                  over = true;
                  mayRun = false;
                  LockSupport.unpark(owner);
                });
  }

  /** Lets it run until it stops or ends; what it throws comes out here. */
  void goOn() {
    mayRun = true;
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    } else {
      LockSupport.unpark(thread);
    }
    while (mayRun) {
      LockSupport.park(this);
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Stops here until {@link #goOn} is called again. Called by the work itself. */
  void stopHere() {
    mayRun = false;
    LockSupport.unpark(owner);
    while (!mayRun) {
      LockSupport.park(this);
    }
  }

  boolean isOver() {
    return over;
  }
}
