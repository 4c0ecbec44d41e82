package ru.perfscale.bootstrap.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for Ctrl-C or SIGTERM, and lets the JVM go only when what was running has been stopped, or
 * when that takes too long.
 */
final class UntilStopped implements AutoCloseable {
  private static final long STOP_SECONDS = 20;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  UntilStopped() {
    Thread hook =
        Thread.ofPlatform()
            .name("perfscale-stop")
            .unstarted(
                () -> {
                  asked.countDown();
                  try {
                    boolean clean = stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
                    if (!clean) {
                      System.err.println("perfscale: gave up waiting for a clean stop");
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  boolean isAsked() {
    return asked.getCount() == 0;
  }

  /**
   * @return whether the stop was asked for within that time
   */
  boolean await(long millis) {
    try {
      return asked.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  void await() {
    try {
      asked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Everything is stopped: the JVM may go. */
  @Override
  public void close() {
    stopped.countDown();
  }
}
