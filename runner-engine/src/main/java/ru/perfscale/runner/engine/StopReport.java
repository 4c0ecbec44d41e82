package ru.perfscale.runner.engine;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * How the processes of a run ended.
 *
 * @param means what held them together
 * @param askedAt when the tool was asked to stop; empty when it ended by itself
 * @param loadEndedAt when the last process was gone
 * @param killed processes that had to be killed, leftovers of a tool that ended by itself included
 * @param nothingLeft whether a search after the end found no process of the run; with {@link
 *     Means#PID_NAMESPACE} and {@link Means#CGROUP} the kernel itself says so
 */
public record StopReport(
    Means means, Optional<Instant> askedAt, Instant loadEndedAt, int killed, boolean nothingLeft) {
  public StopReport {
    requireNonNull(means, "means");
    requireNonNull(askedAt, "askedAt");
    requireNonNull(loadEndedAt, "loadEndedAt");
  }
}
