package ru.perfscale.runner.engine;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** A load test that was started. All methods may be called by any thread at any time. */
public interface Run {
  /** Unique within the machine; names the run's work directory. */
  String id();

  /** t0: the instant from which seconds are counted, just before the tool was started. */
  Instant startedAt();

  /** What its durations are, known from the start. */
  LatencyMeaning latency();

  /**
   * Asks the tool to stop, then, after the grace period, kills it with everything it started.
   * Returns at once; the result then ends {@link End#CANCELLED}. Repeated calls, and calls after
   * the end, do nothing.
   */
  void cancel();

  /**
   * As {@link #cancel()}, with {@link End#ABORTED} and the reason as the result's message.
   *
   * @param reason why, in words for the user
   */
  void abort(String reason);

  /**
   * Completes when no process of the run is left and every sample has been delivered. It never
   * completes exceptionally: what went wrong is in the {@link RunResult}. Cancelling the future
   * does not stop the run.
   */
  CompletableFuture<RunResult> result();
}
