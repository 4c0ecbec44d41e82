package ru.perfscale.application.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ru.perfscale.domain.task.Account;
import ru.perfscale.domain.task.AssignmentReport;
import ru.perfscale.domain.task.Evidence;
import ru.perfscale.domain.task.Gap;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.Observed;
import ru.perfscale.domain.task.RunReport;
import ru.perfscale.domain.task.Series.Measure;
import ru.perfscale.domain.task.StopReport;
import ru.perfscale.domain.task.ToolCriterion;
import ru.perfscale.domain.task.Validity;

/**
 * Tells how far a task's findings go, from what its machines reported and what is stored of them.
 */
final class GiveAccount {
  /** For figures of a tool that did not say what it measures; such criteria should not come. */
  private static final LatencyMeaning UNKNOWN = new LatencyMeaning("", Duration.ofNanos(1));

  private final CriterionJudge judge;

  GiveAccount(CriterionJudge judge) {
    this.judge = judge;
  }

  /**
   * @param reports of all shares
   * @param totals of all machines, in any order
   */
  Account of(
      List<AssignmentReport> reports, List<Interval> totals, Optional<LatencyMeaning> latency) {
    return new Account(
        warnings(reports, totals),
        labelsComplete(reports),
        criteria(reports).stream()
            .map(criterion -> judge.judge(criterion, totals, latency.orElse(UNKNOWN)))
            .toList(),
        Validity.of(reports.stream().flatMap(report -> generator(report).stream()).toList()),
        reports.stream().flatMap(report -> machine(report).stream()).toList(),
        gaps(reports));
  }

  static List<Gap> gaps(List<AssignmentReport> reports) {
    return reports.stream()
        .flatMap(report -> report.observed().stream())
        .flatMap(observed -> observed.gaps().stream())
        .toList();
  }

  private static Optional<Validity.Generator> generator(AssignmentReport report) {
    return report
        .observed()
        .filter(observed -> observed.health().isKnown() || observed.samples() > 0)
        .map(
            observed ->
                new Validity.Generator(
                    observed.machine(),
                    observed.health(),
                    observed.samples(),
                    evidence(report).samples().clamped()));
  }

  private static Optional<Account.OfMachine> machine(AssignmentReport report) {
    Evidence evidence = evidence(report);
    return report
        .observed()
        .map(Observed::machine)
        .map(machine -> new Account.OfMachine(machine, evidence.stop(), evidence.health()));
  }

  /** Empty where no tool ran to the end, or nobody was left to tell. */
  private static Optional<Boolean> labelsComplete(List<AssignmentReport> reports) {
    return reports.stream()
        .map(AssignmentReport::run)
        .filter(run -> run.latency().isPresent())
        .map(run -> run.evidence().samples().labelsComplete())
        .reduce(Boolean::logicalAnd);
  }

  /** Every machine runs the same script, and tells the same of it. */
  private static List<ToolCriterion> criteria(List<AssignmentReport> reports) {
    return reports.stream()
        .flatMap(report -> evidence(report).criteria().stream())
        .distinct()
        .toList();
  }

  private static List<String> warnings(List<AssignmentReport> reports, List<Interval> totals) {
    Map<String, List<String>> machines = new LinkedHashMap<>();
    for (AssignmentReport report : reports) {
      for (String warning : warnings(report.run())) {
        machines.computeIfAbsent(warning, text -> new ArrayList<>()).add(report.machine());
      }
    }
    List<String> warnings = new ArrayList<>();
    machines.forEach(
        (text, said) ->
            warnings.add(
                said.size() == reports.size() ? text : String.join(", ", said) + ": " + text));
    long untimed =
        totals.stream()
            .filter(total -> total.series().measure() == Measure.SERVICE)
            .mapToLong(total -> total.tally().untimed())
            .sum();
    if (untimed > 0) {
      warnings.add(
          untimed
              + " requests got no answer and have no duration: they are errors, and in no"
              + " percentile");
    }
    return warnings;
  }

  private static List<String> warnings(RunReport run) {
    List<String> warnings = new ArrayList<>(run.evidence().warnings());
    if (!run.evidence().samples().labelsComplete()) {
      warnings.add(
          "More labels appeared than are told apart: the rest is in 'other', and no label but the"
              + " total is certain to be complete");
    }
    if (!run.evidence().stop().map(StopReport::nothingLeft).orElse(true)) {
      warnings.add("A process of the run may be left: look for one before the next run");
    }
    return warnings;
  }

  private static Evidence evidence(AssignmentReport report) {
    return report.run().evidence();
  }
}
