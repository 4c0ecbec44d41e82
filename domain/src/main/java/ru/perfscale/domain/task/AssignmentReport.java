package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How one machine's share of a task ended.
 *
 * @param machine the machine's name, for messages
 * @param run what its agent said; of a lost one, that and why it was lost
 * @param firstStart when its first sample started, in nanoseconds of Unix time; empty without one
 * @param at when it was reported, or given up
 * @param observed what is stored of it; empty of a share that no machine had
 */
public record AssignmentReport(
    AssignmentId assignment,
    String machine,
    RunReport run,
    Coverage coverage,
    OptionalLong firstStart,
    Instant at,
    Optional<Observed> observed) {
  public AssignmentReport {
    requireNonNull(assignment);
    requireNonNull(machine);
    requireNonNull(run);
    requireNonNull(coverage);
    requireNonNull(firstStart);
    requireNonNull(at);
    requireNonNull(observed);
  }

  /** One of which nothing was looked at. */
  public AssignmentReport(
      AssignmentId assignment,
      String machine,
      RunReport run,
      Coverage coverage,
      OptionalLong firstStart,
      Instant at) {
    this(assignment, machine, run, coverage, firstStart, at, Optional.empty());
  }

  /**
   * From the first sample of the machine that began first to the one of the machine that began
   * last; empty unless several have measured something.
   */
  public static Optional<Duration> startSpread(Collection<AssignmentReport> reports) {
    LongSummaryStatistics starts =
        reports.stream().flatMapToLong(report -> report.firstStart().stream()).summaryStatistics();
    return starts.getCount() < 2
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(starts.getMax() - starts.getMin()));
  }

  /** Late frames of a lost run were stored. */
  public AssignmentReport covered(Coverage grown, Optional<Observed> seen) {
    return new AssignmentReport(assignment, machine, run, grown, firstStart, at, seen);
  }
}
