package ru.perfscale.agent;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import ru.perfscale.runner.engine.Run;

/** The load of one assignment: started at most once, never after it was stopped. Thread-safe. */
final class Load {
  private final CompletableFuture<Stop> stopped = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private boolean starting;
  private long stoppedAt;
  private Optional<Run> run = Optional.empty();

  /**
   * Starts it, unless it was stopped before.
   *
   * @param start may take its time; a stop that comes meanwhile is applied afterwards
   */
  Optional<Run> start(Supplier<Run> start) {
    synchronized (this) {
      if (stopped.isDone()) {
        return Optional.empty();
      }
      starting = true;
    }
    Run started;
    try {
      started = start.get();
    } catch (RuntimeException | Error e) {
      over.complete(null);
      throw e;
    }
    started.result().whenComplete((result, failure) -> over.complete(null));
    synchronized (this) {
      run = Optional.of(started);
      if (stopped.isDone()) {
        stopped.join().applyTo(started);
      }
      return run;
    }
  }

  /** Stops it for good. Returns at once; only the first call counts. */
  synchronized boolean stop(Stop why) {
    if (stopped.isDone()) {
      return false;
    }
    stoppedAt = System.nanoTime();
    stopped.complete(why);
    if (!starting) {
      over.complete(null);
    }
    run.ifPresent(why::applyTo);
    return true;
  }

  /** How long ago it was stopped; zero if it was not. */
  synchronized Duration sinceStop() {
    return stopped.isDone() ? Duration.ofNanos(System.nanoTime() - stoppedAt) : Duration.ZERO;
  }

  /** Completes when it was stopped. */
  CompletableFuture<Stop> stopped() {
    return stopped;
  }

  /** Completes when no process of it is left, and none can come any more. */
  CompletableFuture<Void> over() {
    return over;
  }

  void awaitOver() throws InterruptedException {
    try {
      over.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("never completed exceptionally", e);
    }
  }
}
