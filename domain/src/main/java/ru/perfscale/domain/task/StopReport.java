package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * How the load of one machine ended.
 *
 * @param means what held its processes together, in the agent's words, such as {@code
 *     pid_namespace}
 * @param askedAt when the tool was asked to stop; empty when it ended by itself
 * @param loadEndedAt when the last process was gone
 * @param killed processes that had to be killed
 * @param nothingLeft whether a search afterwards found nothing of the run
 */
public record StopReport(
    String means,
    Optional<Instant> askedAt,
    Instant loadEndedAt,
    long killed,
    boolean nothingLeft) {
  public StopReport {
    requireNonNull(means);
    requireNonNull(askedAt);
    requireNonNull(loadEndedAt);
    if (killed < 0) {
      throw new IllegalArgumentException("Killed processes are never negative: " + killed);
    }
  }
}
