package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ru.perfscale.domain.machine.MachineId;

/**
 * How far a task's findings go, as its machines gave account of it; complete when the task ends.
 *
 * @param warnings what readers of the figures should know, one sentence each
 * @param labelsComplete whether each label has all of its requests; empty until it is known
 * @param criteria the script's own criteria, judged on what all machines measured together
 * @param validity empty until it is judged, and when no machine said how it did
 * @param machines what each machine told of its own
 * @param gaps seconds of which nothing is stored
 */
public record Account(
    List<String> warnings,
    Optional<Boolean> labelsComplete,
    List<ToolJudgement> criteria,
    Optional<Validity> validity,
    List<OfMachine> machines,
    List<Gap> gaps) {
  public static final Account NONE_YET =
      new Account(List.of(), Optional.empty(), List.of(), Optional.empty(), List.of(), List.of());

  /**
   * What one machine told.
   *
   * @param stop empty when the tool never ran there, or nobody told
   * @param health the worst seconds; empty when nobody told
   */
  public record OfMachine(
      MachineId machine, Optional<StopReport> stop, Optional<Evidence.HealthSummary> health) {
    public OfMachine {
      requireNonNull(machine);
      requireNonNull(stop);
      requireNonNull(health);
    }
  }

  public Account {
    warnings = List.copyOf(warnings);
    requireNonNull(labelsComplete);
    criteria = List.copyOf(criteria);
    requireNonNull(validity);
    machines = List.copyOf(machines);
    gaps = List.copyOf(gaps);
  }

  /** Why the task cannot pass: criteria that do not hold, and figures that are wrong. */
  List<Reason> reasons() {
    List<Reason> reasons = new ArrayList<>();
    criteria.stream()
        .filter(judgement -> !judgement.passed())
        .map(judgement -> new Reason(Reason.Code.TOOL_CRITERION, judgement.message()))
        .forEach(reasons::add);
    validity.stream()
        .flatMap(found -> found.doubts().stream())
        .filter(doubt -> doubt.status() == Validity.Status.INVALID)
        .map(doubt -> new Reason(Reason.Code.INVALID, doubt.machine() + ": " + doubt.message()))
        .forEach(reasons::add);
    return reasons;
  }

  /** The same with other gaps: late frames close some. */
  public Account with(List<Gap> missing) {
    return new Account(warnings, labelsComplete, criteria, validity, machines, missing);
  }
}
