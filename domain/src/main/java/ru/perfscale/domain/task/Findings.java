package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a task found out.
 *
 * @param latency what the tool's latency means; empty until the tool is known to have run
 * @param coverage stored ÷ expected frames, 0 … 1; empty until the end
 * @param reasons why it did not pass; empty when it did
 * @param logTail the tool's last lines
 * @param startSpread from the first sample of the machine that began first to the one of the
 *     machine that began last; empty unless several machines measured something
 */
public record Findings(
    Figures figures,
    Optional<LatencyMeaning> latency,
    OptionalDouble coverage,
    List<Reason> reasons,
    Optional<String> logTail,
    Optional<Duration> startSpread) {
  public static final Findings NONE_YET =
      new Findings(
          Figures.NONE, Optional.empty(), OptionalDouble.empty(), List.of(), Optional.empty());

  public Findings {
    requireNonNull(figures);
    requireNonNull(latency);
    requireNonNull(coverage);
    reasons = List.copyOf(reasons);
    requireNonNull(logTail);
    requireNonNull(startSpread);
  }

  /** Of a single machine. */
  public Findings(
      Figures figures,
      Optional<LatencyMeaning> latency,
      OptionalDouble coverage,
      List<Reason> reasons,
      Optional<String> logTail) {
    this(figures, latency, coverage, reasons, logTail, Optional.empty());
  }

  public Findings spreadOver(Optional<Duration> starts) {
    return new Findings(figures, latency, coverage, reasons, logTail, starts);
  }

  Findings with(LatencyMeaning meaning) {
    return new Findings(figures, Optional.of(meaning), coverage, reasons, logTail, startSpread);
  }

  Findings with(Figures measured) {
    return new Findings(measured, latency, coverage, reasons, logTail, startSpread);
  }

  Findings withCoverage(double covered) {
    return new Findings(
        figures, latency, OptionalDouble.of(covered), reasons, logTail, startSpread);
  }

  Findings with(List<Reason> given) {
    return new Findings(figures, latency, coverage, given, logTail, startSpread);
  }
}
