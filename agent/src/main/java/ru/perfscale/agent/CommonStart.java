package ru.perfscale.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The word to start, which a share of a load waits for so that all machines begin at the same
 * instant. Whoever hears it late begins at a later full second, so that the seconds of all machines
 * are the same. Thread-safe.
 */
final class CommonStart {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long LATEST_SECOND = 5;
  private static final Duration LONGEST_NOTICE = Duration.ofSeconds(10);

  private final CompletableFuture<Long> startNanoTime = new CompletableFuture<>();

  /**
   * When a share begins.
   *
   * @param instant by this machine's clock
   * @param second the second of the results that begins then, 0 unless the start was missed
   */
  record Beginning(Instant instant, long second) {
    /** Whether so much was missed that it would not be the same load any more. */
    boolean isTooLate() {
      return second > LATEST_SECOND;
    }
  }

  /**
   * Nobody is told a start so long before it: such a word comes from a server that has not noticed
   * yet that the database's clock was set, and it is told again.
   *
   * @param in from now; negative when it is past
   * @return whether that was news
   */
  boolean tell(Duration in) {
    return in.compareTo(LONGEST_NOTICE) <= 0
        && startNanoTime.complete(System.nanoTime() + in.toNanos());
  }

  /**
   * Waits for the word and then for the instant.
   *
   * @return empty when it was stopped meanwhile
   */
  Optional<Beginning> await(CompletableFuture<?> stopped) throws InterruptedException {
    awaitDone(CompletableFuture.anyOf(startNanoTime, stopped), Long.MAX_VALUE);
    if (stopped.isDone()) {
      return Optional.empty();
    }
    long start = startNanoTime.join();
    long missed = Math.max(0, System.nanoTime() - start);
    long second = Math.ceilDiv(missed, SECOND);
    long begin = start + second * SECOND;
    if (second <= LATEST_SECOND) {
      awaitDone(stopped, begin - System.nanoTime());
    }
    return stopped.isDone()
        ? Optional.empty()
        : Optional.of(new Beginning(Instant.now().minusNanos(System.nanoTime() - begin), second));
  }

  private static void awaitDone(CompletableFuture<?> future, long nanos)
      throws InterruptedException {
    try {
      future.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("never completed exceptionally", e);
    } catch (TimeoutException e) {
      // It is time.
    }
  }
}
