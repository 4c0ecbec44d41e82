package ru.perfscale.application.task;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import ru.perfscale.application.Transactions;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.Epoch;
import ru.perfscale.domain.task.ErrorCriterion;
import ru.perfscale.domain.task.Findings;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.RunReport;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.Verdict;

/**
 * An agent reports that its run is over and all its frames are delivered. Figures, verdict and the
 * terminal state are stored in one transaction. The same report may come again.
 */
public final class FinishAssignment {
  private final TaskRepository tasks;
  private final AssignmentRepository assignments;
  private final FrameRepository frames;
  private final Histograms histograms;
  private final Transactions transactions;
  private final InstantSource clock;

  /**
   * What the agent measured in all, for a check against what is stored.
   *
   * @param lastSeq how many frames there were
   * @param counts samples per series
   */
  public record Expected(long lastSeq, Map<Series, Long> counts) {
    public Expected {
      counts = Map.copyOf(counts);
    }
  }

  public FinishAssignment(
      TaskRepository tasks,
      AssignmentRepository assignments,
      FrameRepository frames,
      Histograms histograms,
      Transactions transactions,
      InstantSource clock) {
    this.tasks = tasks;
    this.assignments = assignments;
    this.frames = frames;
    this.histograms = histograms;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * @return the number of the last stored frame; when it is below {@code expected.lastSeq()}
   *     nothing has ended, and the agent delivers what is missing first
   * @throws ru.perfscale.domain.Refusal.Conflict when the assignment is not the agent's under this
   *     epoch
   */
  public long finish(
      Agent agent, AssignmentId id, Epoch epoch, Expected expected, RunReport report) {
    return transactions.call(
        () -> {
          Assignment assignment =
              assignments
                  .lock(agent.tenant(), id)
                  .orElseThrow(() -> new NotFound("Assignment", id.value()));
          assignment.requireHolder(agent.machine(), epoch);
          if (assignment.status() == AssignmentStatus.RUNNING
              && assignment.ackedSeq() >= expected.lastSeq()) {
            assignments.save(assignment.finished());
            end(assignment, expected, report);
          }
          return assignment.ackedSeq();
        });
  }

  private void end(Assignment assignment, Expected expected, RunReport report) {
    Task task = tasks.lock(assignment.task()).orElseThrow();
    List<Interval> totals = frames.totals(task.ref());
    double coverage = coverage(frames.totals(assignment), expected);
    Findings found =
        new Findings(
            new FigureTask(histograms).figures(totals, report.latency()),
            report.latency(),
            OptionalDouble.of(coverage),
            List.of(),
            Optional.of(report.logTail()));
    Verdict verdict =
        Verdict.of(report, task.plan().tool(), found.figures(), coverage, ErrorCriterion.DEFAULT);
    tasks.save(task.ended(verdict, found, clock.instant()));
  }

  /** All frames are there; their counts must be, too. */
  private static double coverage(List<Interval> stored, Expected expected) {
    Map<Series, Long> counts =
        stored.stream().collect(Collectors.toMap(Interval::series, i -> i.tally().count()));
    if (counts.equals(expected.counts())) {
      return 1;
    }
    long missing = 0;
    long all = 0;
    for (Map.Entry<Series, Long> entry : expected.counts().entrySet()) {
      all += entry.getValue();
      missing += Math.abs(entry.getValue() - counts.getOrDefault(entry.getKey(), 0L));
    }
    return all == 0 ? 0 : Math.max(0, 1 - (double) Math.max(1, missing) / all);
  }
}
