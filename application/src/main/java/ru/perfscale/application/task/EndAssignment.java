package ru.perfscale.application.task;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import ru.perfscale.application.machine.MachineRepository;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentReport;
import ru.perfscale.domain.task.Coverage;
import ru.perfscale.domain.task.ErrorCriterion;
import ru.perfscale.domain.task.Figures;
import ru.perfscale.domain.task.Findings;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.RunReport;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.Verdict;

/**
 * Stores how a machine's share of a task ended, and with the last share the task's figures, verdict
 * and terminal state. Called inside a transaction that locked the assignment.
 */
public final class EndAssignment {
  private final TaskRepository tasks;
  private final AssignmentRepository assignments;
  private final ReportRepository reports;
  private final MachineRepository machines;
  private final FrameRepository frames;
  private final FigureTask figureTask;

  /**
   * What is known of a share at its end.
   *
   * @param totals everything stored of it
   */
  record Ending(RunReport run, Coverage coverage, List<Interval> totals, Instant at) {
    Ending {
      requireNonNull(run);
      requireNonNull(coverage);
      totals = List.copyOf(totals);
      requireNonNull(at);
    }

    private OptionalLong firstStart() {
      return totals.stream().mapToLong(total -> total.tally().span().firstStart()).min();
    }
  }

  public EndAssignment(
      TaskRepository tasks,
      AssignmentRepository assignments,
      ReportRepository reports,
      MachineRepository machines,
      FrameRepository frames,
      Histograms histograms) {
    this.tasks = tasks;
    this.assignments = assignments;
    this.reports = reports;
    this.machines = machines;
    this.frames = frames;
    this.figureTask = new FigureTask(histograms);
  }

  /**
   * @param ended in its terminal state
   * @return machines whose part is worth nothing any more, so that they are to stop
   */
  List<MachineId> end(Assignment ended, Ending ending) {
    assignments.save(ended);
    Task task = tasks.lock(ended.task()).orElseThrow();
    reports.save(task.ref(), report(ended, ending));
    if (ended.share().isWhole()) {
      tasks.save(ended(task, ending.totals(), ending.at()));
      return List.of();
    }
    List<Assignment> running =
        assignments.lockAll(task.ref()).stream()
            .filter(share -> !share.status().isTerminal())
            .toList();
    if (running.isEmpty()) {
      tasks.save(ended(task, frames.totals(task.ref()), ending.at()));
    }
    return ending.run().end().fault().isEmpty()
        ? List.of()
        : running.stream().flatMap(share -> share.machine().stream()).toList();
  }

  /** Late frames of a lost share were stored: the coverage grows, also the one of the task. */
  Task recovered(Task task, Assignment lost) {
    List<AssignmentReport> all =
        reports.of(task.ref()).stream()
            .map(report -> report.assignment().equals(lost.id()) ? grown(report, lost) : report)
            .toList();
    all.stream()
        .filter(report -> report.assignment().equals(lost.id()))
        .forEach(report -> reports.save(task.ref(), report));
    return task.status().isTerminal() ? task.covered(coverage(all)) : task;
  }

  private static AssignmentReport grown(AssignmentReport report, Assignment lost) {
    return report.covered(report.coverage().grownTo(lost.ackedSeq()));
  }

  private AssignmentReport report(Assignment ended, Ending ending) {
    return new AssignmentReport(
        ended.id(),
        nameOfMachine(ended),
        ending.run(),
        ending.coverage(),
        ending.firstStart(),
        ending.at());
  }

  private String nameOfMachine(Assignment ended) {
    return ended
        .machine()
        .map(
            id ->
                machines
                    .find(ended.task().tenant(), id)
                    .map(machine -> machine.description().name())
                    .orElse(id.value()))
        .orElse("");
  }

  private Task ended(Task task, List<Interval> totals, Instant now) {
    List<AssignmentReport> all = reports.of(task.ref());
    Optional<LatencyMeaning> latency =
        all.stream()
            .flatMap(report -> report.run().latency().stream())
            .findFirst()
            .or(() -> task.findings().latency());
    Figures figures = figureTask.figures(totals, latency);
    double coverage = coverage(all);
    Verdict verdict =
        Verdict.of(all, task.plan().tool(), figures, coverage, ErrorCriterion.DEFAULT);
    Findings found =
        new Findings(figures, latency, OptionalDouble.of(coverage), List.of(), LogTails.of(all));
    return task.ended(verdict, found.spreadOver(AssignmentReport.startSpread(all)), now);
  }

  private static double coverage(List<AssignmentReport> reports) {
    return Coverage.of(reports.stream().map(AssignmentReport::coverage).toList());
  }
}
