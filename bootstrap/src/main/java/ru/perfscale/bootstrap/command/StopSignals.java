package ru.perfscale.bootstrap.command;

import java.util.concurrent.CountDownLatch;
import ru.perfscale.bootstrap.terminal.Signals.Ending;

/**
 * How urgently an agent was asked to stop: once, to come to an end; again, to stop what it runs;
 * and once it is stopping, to go at once. Then the runs' supervisors end the load. Thread-safe.
 */
final class StopSignals {
  private final CountDownLatch first = new CountDownLatch(1);
  private volatile Ending ending;
  private volatile boolean urgent;
  private volatile boolean closing;

  synchronized void asked(Ending how) {
    if (closing) {
      Runtime.getRuntime().halt(how.exitCode());
    }
    urgent = ending != null;
    ending = how;
    first.countDown();
  }

  boolean isAsked() {
    return ending != null;
  }

  boolean isUrgent() {
    return urgent;
  }

  /** From here on another signal ends the process. */
  void closing() {
    closing = true;
  }

  void await() throws InterruptedException {
    first.await();
  }

  int exitCode() {
    return ending == null ? PerfscaleCommand.CANNOT : ending.exitCode();
  }
}
