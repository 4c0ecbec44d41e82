package ru.perfscale.runner.engine;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import ru.perfscale.runner.engine.summary.Summary;

/**
 * What became of a run.
 *
 * @param end how it ended
 * @param verdict what the tool's exit code says
 * @param exitCode the tool's exit code (128 + n when signal n ended it); empty if it was never seen
 * @param judgesErrors whether the script has a criterion of its own on failed requests, so that
 *     nobody else needs to judge them
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
