package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * How one machine's share of a task ended.
 *
 * @param machine the machine's name, for messages
 * @param run what its agent said; of a lost one, that and why it was lost
 * @param firstStart when its first sample started, in nanoseconds of Unix time; empty without one
 * @param at when it was reported, or given up
 */
public record AssignmentReport(
    AssignmentId assignment,
    String machine,
    RunReport run,
    Coverage coverage,
    OptionalLong firstStart,
    Instant at) {
  public AssignmentReport {
    requireNonNull(assignment);
    requireNonNull(machine);
    requireNonNull(run);
    requireNonNull(coverage);
    requireNonNull(firstStart);
    requireNonNull(at);
  }

  /** Late frames of a lost run were stored. */
  public AssignmentReport covered(Coverage grown) {
    return new AssignmentReport(assignment, machine, run, grown, firstStart, at);
  }
}
