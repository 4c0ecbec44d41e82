package ru.perfscale.application.task;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import ru.perfscale.application.machine.MachineRepository;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Account;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentReport;
import ru.perfscale.domain.task.Coverage;
import ru.perfscale.domain.task.ErrorCriterion;
import ru.perfscale.domain.task.Figures;
import ru.perfscale.domain.task.Findings;
import ru.perfscale.domain.task.Gap;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.Observed;
import ru.perfscale.domain.task.RunReport;
import ru.perfscale.domain.task.SecondRange;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.StopReport;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.Verdict;

/**
 * Stores how a machine's share of a task ended, and with the last share the task's figures, verdict
 * and terminal state. Called inside a transaction that locked the assignment.
 */
public final class EndAssignment {
  private final TaskRepository tasks;
  private final AssignmentRepository assignments;
  private final MachineRepository machines;
  private final ReportRepository reports;
  private final FrameRepository frames;
  private final SecondRepository seconds;
  private final FigureTask figureTask;
  private final GiveAccount giveAccount;

  /** What is stored of tasks that run, and how their shares ended. */
  public record Stored(
      ReportRepository reports, FrameRepository frames, SecondRepository seconds) {}

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

    private long samples() {
      return totals.stream()
          .filter(total -> total.series().measure() == Series.Measure.SERVICE)
          .mapToLong(total -> total.tally().count())
          .sum();
    }

    /** Whole ones, up to the end of the load as far as it is known. */
    private long secondsSince(Optional<Instant> start) {
      Instant end =
          run.evidence()
              .stop()
              .map(StopReport::loadEndedAt)
              .filter(ended -> ended.isBefore(at))
              .orElse(at);
      return start.map(begin -> Math.max(0, Duration.between(begin, end).toSeconds())).orElse(0L);
    }

    private OptionalLong firstStart() {
      return totals.stream().mapToLong(total -> total.tally().span().firstStart()).min();
    }
  }

  public EndAssignment(
      TaskRepository tasks,
      AssignmentRepository assignments,
      MachineRepository machines,
      Stored stored,
      Histograms histograms,
      CriterionJudge criteria) {
    this.tasks = tasks;
    this.assignments = assignments;
    this.machines = machines;
    this.reports = stored.reports();
    this.frames = stored.frames();
    this.seconds = stored.seconds();
    this.figureTask = new FigureTask(histograms);
    this.giveAccount = new GiveAccount(criteria);
  }

  /**
   * @param ended in its terminal state
   * @return machines whose part is worth nothing any more, so that they are to stop
   */
  List<MachineId> end(Assignment ended, Ending ending) {
    assignments.save(ended);
    Task task = tasks.lock(ended.task()).orElseThrow();
    reports.save(task.ref(), report(task, ended, ending));
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

  /** Late frames of lost shares were stored: the coverage grows, also the one of the task. */
  Task recovered(Task task, List<Assignment> lost) {
    List<AssignmentReport> all = new ArrayList<>(reports.of(task.ref()));
    for (Assignment share : lost) {
      all.replaceAll(
          report -> report.assignment().equals(share.id()) ? grown(report, share) : report);
      all.stream()
          .filter(report -> report.assignment().equals(share.id()))
          .forEach(report -> reports.save(task.ref(), report));
    }
    return task.status().isTerminal() ? task.covered(coverage(all), GiveAccount.gaps(all)) : task;
  }

  private AssignmentReport grown(AssignmentReport report, Assignment lost) {
    long expected = report.coverage().expectedFrames();
    List<SecondRange> stored = seconds.stored(lost);
    return report.covered(
        report.coverage().grownTo(SecondRange.covered(stored, expected)),
        report.observed().map(seen -> seen.missing(Gap.between(seen.machine(), stored, expected))));
  }

  /** Of a run that nobody told how many frames it had. */
  Coverage coverageOfLost(Assignment lost, long expectedSeconds) {
    return Coverage.ofLost(
        expectedSeconds, SecondRange.covered(seconds.stored(lost), expectedSeconds));
  }

  private AssignmentReport report(Task task, Assignment ended, Ending ending) {
    return new AssignmentReport(
        ended.id(),
        nameOfMachine(ended),
        ending.run(),
        ending.coverage(),
        ending.firstStart(),
        ending.at(),
        ended.machine().map(machine -> observed(machine, task, ended, ending)));
  }

  private Observed observed(MachineId machine, Task task, Assignment ended, Ending ending) {
    boolean whole = ending.coverage().stored() == 1;
    List<Gap> gaps =
        whole
            ? List.of()
            : Gap.between(machine, seconds.stored(ended), ending.secondsSince(task.startedAt()));
    return new Observed(machine, seconds.health(ended), ending.samples(), gaps);
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
    Account account = giveAccount.of(all, totals, latency);
    Verdict verdict =
        Verdict.of(all, task.plan().tool(), figures, coverage, account, ErrorCriterion.DEFAULT);
    Findings found =
        new Findings(
            figures,
            latency,
            OptionalDouble.of(coverage),
            List.of(),
            LogTails.of(all),
            AssignmentReport.startSpread(all),
            account);
    return task.ended(verdict, found, now);
  }

  private static double coverage(List<AssignmentReport> reports) {
    return Coverage.of(reports.stream().map(AssignmentReport::coverage).toList());
  }
}
