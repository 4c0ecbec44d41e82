package ru.perfscale.agent.protocol;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ru.perfscale.runner.engine.HealthSummary;
import ru.perfscale.runner.engine.RunResult;
import ru.perfscale.runner.engine.SampleCounts;
import ru.perfscale.runner.engine.criteria.ToolJudgement;

/**
 * What is known of a run beside how it ended: how far its figures go. Bounded as the protocol wants
 * it.
 *
 * @param warnings what readers of the figures should know
 * @param criteria the script's own criteria, as they are judged on this machine's part
 * @param health the worst seconds; empty when that could not be read
 */
public record Evidence(
    List<String> warnings,
    List<ToolJudgement> criteria,
    boolean labelsComplete,
    long malformed,
    long clamped,
    Optional<HealthSummary> health) {
  /** The tool never ran. */
  public static final Evidence NONE =
      new Evidence(List.of(), List.of(), true, 0, 0, Optional.empty());

  private static final int MOST_WARNINGS = 50;
  private static final int WARNING_BYTES = 1024;
  private static final int MOST_CRITERIA = 1000;

  public Evidence {
    warnings =
        warnings.stream()
            .limit(MOST_WARNINGS)
            .map(warning -> Excerpt.beginning(warning, WARNING_BYTES))
            .toList();
    criteria = criteria.stream().limit(MOST_CRITERIA).toList();
    requireNonNull(health, "health");
  }

  static Evidence of(RunResult result) {
    SampleCounts counts = result.counts();
    List<String> warnings = new ArrayList<>();
    if (!isToldWhole(result)) {
      warnings.add(
          "The script has %d criteria, of which each machine judges its own part; only the first %d"
                  .formatted(result.toolCriteria().size(), MOST_CRITERIA)
              + " are judged on the figures of all machines");
    }
    warnings.addAll(result.warnings());
    return new Evidence(
        warnings,
        result.toolCriteria(),
        counts.labelsComplete(),
        counts.malformed(),
        counts.clamped(),
        result.health());
  }

  /** Whether all of the script's criteria travel, so that others can judge them. */
  static boolean isToldWhole(RunResult result) {
    return result.toolCriteria().size() <= MOST_CRITERIA;
  }
}
