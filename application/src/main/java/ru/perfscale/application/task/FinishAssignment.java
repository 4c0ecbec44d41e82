package ru.perfscale.application.task;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import ru.perfscale.application.Transactions;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.Coverage;
import ru.perfscale.domain.task.Epoch;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.RunReport;
import ru.perfscale.domain.task.Series;

/**
 * An agent reports that its run is over and all its frames are delivered. The report is stored, and
 * with the last one of a task its figures, verdict and terminal state, in one transaction. The same
 * report may come again. A share that was stopped before the common start gives all offers of its
 * task back: all start together or none does.
 */
public final class FinishAssignment {
  private final AssignmentRepository assignments;
  private final FrameRepository frames;
  private final EndAssignment endAssignment;
  private final WithdrawOffers withdrawOffers;
  private final AgentSignals signals;
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

  private record Finished(long ackedSeq, List<MachineId> toStop) {}

  public FinishAssignment(
      AssignmentRepository assignments,
      FrameRepository frames,
      EndAssignment endAssignment,
      WithdrawOffers withdrawOffers,
      AgentSignals signals,
      Transactions transactions,
      InstantSource clock) {
    this.assignments = assignments;
    this.frames = frames;
    this.endAssignment = endAssignment;
    this.withdrawOffers = withdrawOffers;
    this.signals = signals;
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
    Finished finished =
        transactions.call(
            () -> {
              Assignment assignment =
                  assignments
                      .lock(agent.tenant(), id)
                      .orElseThrow(() -> new NotFound("Assignment", id.value()));
              assignment.requireHolder(agent.machine(), epoch);
              if (assignment.status() == AssignmentStatus.ACCEPTED) {
                withdrawOffers.withdraw(assignment, report.message());
                return new Finished(expected.lastSeq(), List.of());
              }
              boolean isEnd =
                  assignment.status() == AssignmentStatus.RUNNING
                      && assignment.ackedSeq() >= expected.lastSeq();
              return new Finished(
                  assignment.ackedSeq(), isEnd ? end(assignment, expected, report) : List.of());
            });
    finished.toStop().forEach(signals::wake);
    return finished.ackedSeq();
  }

  private List<MachineId> end(Assignment assignment, Expected expected, RunReport report) {
    List<Interval> totals = frames.totals(assignment);
    Coverage coverage = new Coverage(expected.lastSeq(), stored(totals, expected));
    return endAssignment.end(
        assignment.finished(), new EndAssignment.Ending(report, coverage, totals, clock.instant()));
  }

  /** All frames are there; their counts must be, too. */
  private static double stored(List<Interval> totals, Expected expected) {
    Map<Series, Long> counts =
        totals.stream().collect(Collectors.toMap(Interval::series, i -> i.tally().count()));
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
