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
 * @param account how far all of it goes
 */
public record Findings(
    Figures figures,
    Optional<LatencyMeaning> latency,
    OptionalDouble coverage,
    List<Reason> reasons,
    Optional<String> logTail,
    Optional<Duration> startSpread,
    Account account) {
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
    requireNonNull(account);
  }

  /** Of a single machine, of which nobody gave account yet. */
  public Findings(
      Figures figures,
      Optional<LatencyMeaning> latency,
      OptionalDouble coverage,
      List<Reason> reasons,
      Optional<String> logTail) {
    this(figures, latency, coverage, reasons, logTail, Optional.empty(), Account.NONE_YET);
  }

  Findings with(LatencyMeaning meaning) {
    return new Findings(
        figures, Optional.of(meaning), coverage, reasons, logTail, startSpread, account);
  }

  Findings with(Figures measured) {
    return new Findings(measured, latency, coverage, reasons, logTail, startSpread, account);
  }

  Findings withCoverage(double covered) {
    return new Findings(
        figures, latency, OptionalDouble.of(covered), reasons, logTail, startSpread, account);
  }

  Findings with(List<Reason> given) {
    return new Findings(figures, latency, coverage, given, logTail, startSpread, account);
  }

  Findings with(Account given) {
    return new Findings(figures, latency, coverage, reasons, logTail, startSpread, given);
  }
}
