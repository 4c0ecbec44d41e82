package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What an agent knows of a run beside how it ended: how far its figures go.
 *
 * @param warnings what readers of the figures should know, one sentence each
 * @param criteria the script's own criteria that the figures decide
 * @param samples what became of samples that were not as they should be
 * @param stop how the load ended; empty when the tool never ran
 * @param health the worst seconds; empty when nobody could tell
 */
public record Evidence(
    List<String> warnings,
    List<ToolCriterion> criteria,
    Samples samples,
    Optional<StopReport> stop,
    Optional<HealthSummary> health) {
  /** Of a run that never began, or of an agent that says nothing. */
  public static final Evidence NONE =
      new Evidence(List.of(), List.of(), Samples.FINE, Optional.empty(), Optional.empty());

  /**
   * Samples that were not as they should be.
   *
   * @param labelsComplete false when more labels appeared than are told apart
   * @param malformed records that could not be read and are in no figure
   * @param clamped durations outside of what a histogram holds, counted at its nearer end
   */
  public record Samples(boolean labelsComplete, long malformed, long clamped) {
    static final Samples FINE = new Samples(true, 0, 0);

    public Samples {
      if (malformed < 0 || clamped < 0) {
        throw new IllegalArgumentException(
            "Samples are never negative: malformed %d, clamped %d".formatted(malformed, clamped));
      }
    }
  }

  /**
   * The worst of all seconds, each figure for itself.
   *
   * @param seconds how many were looked at
   */
  public record HealthSummary(long seconds, GeneratorHealth worst) {
    public HealthSummary {
      requireNonNull(worst);
    }
  }

  public Evidence {
    warnings = List.copyOf(warnings);
    criteria = List.copyOf(criteria);
    requireNonNull(samples);
    requireNonNull(stop);
    requireNonNull(health);
  }
}
