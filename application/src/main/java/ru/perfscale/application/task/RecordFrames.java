package ru.perfscale.application.task;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ru.perfscale.application.Transactions;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.Refusal.Invalid;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.Epoch;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.Tally;
import ru.perfscale.domain.task.Task;

/**
 * Stores frames exactly once: what is stored already is dropped, a gap is refused, and the
 * watermark moves in the transaction that stores the rest. Frames of a lost assignment are still
 * taken: figures and coverage grow, the state does not change.
 */
public final class RecordFrames {
  private final TaskRepository tasks;
  private final AssignmentRepository assignments;
  private final FrameRepository frames;
  private final Histograms histograms;
  private final FigureTask figureTask;
  private final EndAssignment endAssignment;
  private final Transactions transactions;

  /**
   * What an agent delivers at once.
   *
   * @param frames contiguous, in order
   * @param latency what the durations in them are; empty when the agent does not say
   */
  public record Batch(List<Frame> frames, Optional<LatencyMeaning> latency) {
    public Batch {
      frames = List.copyOf(frames);
      requireNonNull(latency);
    }
  }

  public RecordFrames(
      TaskRepository tasks,
      AssignmentRepository assignments,
      FrameRepository frames,
      Histograms histograms,
      EndAssignment endAssignment,
      Transactions transactions) {
    this.tasks = tasks;
    this.assignments = assignments;
    this.frames = frames;
    this.histograms = histograms;
    this.figureTask = new FigureTask(histograms);
    this.endAssignment = endAssignment;
    this.transactions = transactions;
  }

  /**
   * @return the number of the last stored frame; when it is below the batch, there was a gap and
   *     the agent sends again from the one behind it
   * @throws Conflict when the assignment is not the agent's under this epoch
   */
  public long record(Agent agent, AssignmentId id, Epoch epoch, Batch batch) {
    requireContiguous(batch.frames());
    return transactions.call(
        () -> {
          Assignment assignment =
              assignments
                  .lock(agent.tenant(), id)
                  .orElseThrow(() -> new NotFound("Assignment", id.value()));
          assignment.requireHolder(agent.machine(), epoch);
          requireOpenForFrames(assignment);
          List<Frame> unknown =
              batch.frames().stream().filter(frame -> frame.seq() > assignment.ackedSeq()).toList();
          if (unknown.isEmpty() || unknown.getFirst().seq() > assignment.ackedSeq() + 1) {
            return assignment.ackedSeq();
          }
          store(assignment, unknown, batch.latency());
          return unknown.getLast().seq();
        });
  }

  private void store(Assignment assignment, List<Frame> unknown, Optional<LatencyMeaning> latency) {
    Assignment acknowledged = assignment.acknowledged(unknown.getLast().seq());
    assignments.save(acknowledged);
    frames.append(assignment, unknown);
    boolean measured = addToTotals(assignment, unknown);
    boolean late = assignment.status() == AssignmentStatus.LOST;
    if (measured || late) {
      Task task = tasks.lock(assignment.task()).orElseThrow();
      Task grown = measured ? withFigures(task, latency) : task;
      tasks.save(late ? endAssignment.recovered(grown, acknowledged) : grown);
    }
  }

  private Task withFigures(Task task, Optional<LatencyMeaning> latency) {
    Task meant = latency.map(task::measuredAs).orElse(task);
    return meant.measured(
        figureTask.figures(frames.totals(task.ref()), meant.findings().latency()));
  }

  /** Whether there was anything to add. */
  private boolean addToTotals(Assignment assignment, List<Frame> unknown) {
    Map<Series, List<Interval>> bySeries = new LinkedHashMap<>();
    unknown.stream()
        .flatMap(frame -> frame.intervals().stream())
        .forEach(i -> bySeries.computeIfAbsent(i.series(), s -> new ArrayList<>()).add(i));
    if (bySeries.isEmpty()) {
      return false;
    }
    frames.totals(assignment).stream()
        .filter(total -> bySeries.containsKey(total.series()))
        .forEach(total -> bySeries.get(total.series()).add(total));
    frames.saveTotals(assignment, bySeries.values().stream().map(this::sum).toList());
    return true;
  }

  private Interval sum(List<Interval> parts) {
    try {
      return new Interval(
          parts.getFirst().series(),
          parts.stream().map(Interval::tally).reduce(Tally::plus).get(),
          histograms.sum(parts.stream().map(Interval::histogram).toList()));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new Invalid("frames", "of " + parts.getFirst().series() + ": " + e.getMessage());
    }
  }

  private static void requireContiguous(List<Frame> batch) {
    for (int i = 1; i < batch.size(); i++) {
      if (batch.get(i).seq() != batch.get(i - 1).seq() + 1) {
        throw new Invalid(
            "frames",
            "must be numbered without a gap; after "
                + batch.get(i - 1).seq()
                + " comes "
                + batch.get(i).seq());
      }
    }
  }

  private static void requireOpenForFrames(Assignment assignment) {
    if (assignment.status() != AssignmentStatus.RUNNING
        && assignment.status() != AssignmentStatus.LOST
        && assignment.status() != AssignmentStatus.FINISHED) {
      throw new Conflict("Assignment " + assignment.id() + " takes no frames");
    }
  }
}
