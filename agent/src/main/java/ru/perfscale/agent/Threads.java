package ru.perfscale.agent;

/** The agent's threads: none keeps the JVM alive, each says whose it is. */
final class Threads {
  private Threads() {}

  static Thread start(String name, Runnable work) {
    return Thread.ofPlatform().daemon().name("perfscale-agent-" + name).start(work);
  }

  /** Waits for the end of a thread whatever interrupts; an interrupt is kept. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
