package ru.perfscale.agent;

import java.time.Duration;

/** The agent's threads: none keeps the JVM alive, each says whose it is. */
final class Threads {
  private Threads() {}

  static Thread start(String name, Runnable work) {
    return Thread.ofPlatform().daemon().name("perfscale-agent-" + name).start(work);
  }

  /** Waits for the end of a thread whatever interrupts; an interrupt is kept. */
  static void join(Thread thread) {
    join(thread, Duration.ofNanos(Long.MAX_VALUE));
  }

  /**
   * As {@link #join(Thread)}, for so long at most.
   *
   * @return whether it has ended
   */
  static boolean join(Thread thread, Duration most) {
    boolean interrupted = false;
    long begin = System.nanoTime();
    Duration left = most;
    while (thread.isAlive() && left.isPositive()) {
      try {
        thread.join(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = most.minusNanos(System.nanoTime() - begin);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}
