package ru.perfscale.runner.engine;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import ru.perfscale.runner.engine.criteria.ToolJudgement;
import ru.perfscale.runner.engine.summary.Summary;

/**
 * What became of a run.
 *
 * @param end how it ended
 * @param verdict what the tool's exit code says, or its criteria where the engine judged them
 * @param exitCode the tool's exit code (128 + n when signal n ended it); empty if it was never seen
 * @param judgesErrors whether the script has a criterion of its own on failed requests, so that
 *     nobody else needs to judge them
 * @param toolCriteria the script's own criteria that the engine judged in the tool's place; empty
 *     if it has none or the tool judged them itself
 * @param warnings what whoever reads this should know beside, one sentence each
 * @param message why, in one or a few lines, in the tool's own words where it has any
 * @param latency what the durations are
 * @param counts counts over everything
 * @param totals the whole run by series; equal to the sum of all {@link SecondSnapshot}s
 * @param log what the tool wrote
 * @param stop how its processes ended
 * @param health how the generator did in the worst seconds; empty if that could not be read, as in
 *     a run of less than a second
 */
public record RunResult(
    End end,
    ToolVerdict verdict,
    boolean judgesErrors,
    List<ToolJudgement> toolCriteria,
    List<String> warnings,
    OptionalInt exitCode,
    String message,
    LatencyMeaning latency,
    SampleCounts counts,
    List<LatencySnapshot> totals,
    LogTail log,
    StopReport stop,
    Optional<HealthSummary> health) {
  public RunResult {
    requireNonNull(end, "end");
    requireNonNull(verdict, "verdict");
    toolCriteria = List.copyOf(toolCriteria);
    warnings = List.copyOf(warnings);
    requireNonNull(exitCode, "exitCode");
    requireNonNull(message, "message");
    requireNonNull(latency, "latency");
    requireNonNull(counts, "counts");
    totals = List.copyOf(totals);
    requireNonNull(log, "log");
    requireNonNull(stop, "stop");
    requireNonNull(health, "health");
  }

  /** The requests in figures: counts, rates and percentiles, in total and by label. */
  public Summary summary() {
    return Summary.of(totals, latency, counts.labelsComplete());
  }
}
