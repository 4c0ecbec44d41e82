package ru.perfscale.adapters.http.agent;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import ru.perfscale.adapters.http.exchange.Rejected;

/**
 * How many requests of agents are worked on at a time: the others wait their turn, first come,
 * first served. Without it a thousand agents that come back at once would have all connections to
 * the database, and both processors, for seconds. Only what asks the database is counted, never the
 * arrival of a body, which its sender may take its time for. Thread-safe; work must not take
 * another turn.
 */
public final class AgentLimit {
  /** Below the time after which an agent gives up what takes longest, and it tries again. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private static final long RETRY_SECONDS = 2;

  private final Semaphore turns;
  private final Duration longest;

  public AgentLimit(int most) {
    this(most, LONGEST);
  }

  AgentLimit(int most, Duration longest) {
    turns = new Semaphore(most, true);
    this.longest = longest;
  }

  /**
   * @throws Rejected when it was not its turn for too long
   */
  <T> T call(Supplier<T> work) {
    await();
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }

  /** As {@link #call}. */
  void run(Runnable work) {
    call(
        () -> {
          work.run();
          return null;
        });
  }

  private void await() {
    try {
      if (turns.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // No 503: by that an agent would believe to be heard, and its contact limit would not run.
    throw Rejected.rateLimited("Too many agents ask at once; try again later", RETRY_SECONDS);
  }
}
