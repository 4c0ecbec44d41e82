package ru.perfscale.application.task;

import static java.util.Objects.requireNonNull;

import java.util.List;
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
import ru.perfscale.domain.task.Tally;

/**
 * Stores frames exactly once: what is stored already is dropped, a gap is refused, and the
 * watermark moves in the transaction that stores the rest. While the run goes on that transaction
 * touches nothing but the assignment's own rows; the task's figures follow, at most once a second.
 * Frames of a lost assignment are still taken for a day: figures and coverage grow, the state does
 * not change.
 */
public final class RecordFrames {
  private final AssignmentRepository assignments;
  private final FrameRepository frames;
  private final Histograms histograms;
  private final LiveFigures live;
  private final RecoverFrames recoverFrames;
  private final Transactions transactions;
  private final KnownAssignments known = new KnownAssignments();

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

  /** What became of a batch: the frames that were new, and the assignment behind them. */
  private record Outcome(Assignment assignment, List<Frame> stored) {}

  public RecordFrames(
      AssignmentRepository assignments,
      FrameRepository frames,
      Histograms histograms,
      LiveFigures live,
      RecoverFrames recoverFrames,
      Transactions transactions) {
    this.assignments = assignments;
    this.frames = frames;
    this.histograms = histograms;
    this.live = live;
    this.recoverFrames = recoverFrames;
    this.transactions = transactions;
  }

  /**
   * @return the number of the last stored frame; when it is below the batch, there was a gap and
   *     the agent sends again from the one behind it
   * @throws Conflict when the assignment is not the agent's under this epoch, or ended too long ago
   */
  public long record(Agent agent, AssignmentId id, Epoch epoch, Batch batch) {
    requireContiguous(batch.frames());
    requireAddable(batch.frames());
    Outcome outcome =
        next(agent, id, epoch, batch.frames())
            .orElseGet(() -> transactions.call(() -> whileItRuns(agent, id, epoch, batch)));
    known.stored(outcome.assignment());
    if (outcome.assignment().status() != AssignmentStatus.RUNNING) {
      Outcome late = transactions.call(() -> afterItsEnd(agent, id, epoch, batch));
      recoverFrames.recovered(late.assignment().task());
      return late.assignment().ackedSeq();
    }
    live.stored(outcome.assignment(), outcome.stored(), batch.latency());
    return outcome.assignment().ackedSeq();
  }

  /** The usual case, in one statement: one frame, and nothing else has happened since the last. */
  private Optional<Outcome> next(Agent agent, AssignmentId id, Epoch epoch, List<Frame> batch) {
    if (batch.size() != 1) {
      return Optional.empty();
    }
    return known
        .before(batch.getFirst(), id, agent, epoch)
        .flatMap(
            last -> {
              Frame frame = last.inServerTime(batch.getFirst());
              return frames
                  .appendNext(last, frame)
                  .map(stored -> new Outcome(stored, List.of(frame)));
            });
  }

  /** Stores nothing of an assignment that has ended: then the task comes first. */
  private Outcome whileItRuns(Agent agent, AssignmentId id, Epoch epoch, Batch batch) {
    Assignment assignment = held(frames.lock(agent.tenant(), id), agent, id, epoch);
    List<Frame> unknown =
        assignment.status() == AssignmentStatus.RUNNING ? next(assignment, batch) : List.of();
    return new Outcome(
        unknown.isEmpty() ? assignment : frames.append(assignment, unknown), unknown);
  }

  private Outcome afterItsEnd(Agent agent, AssignmentId id, Epoch epoch, Batch batch) {
    Assignment assignment = held(assignments.lock(agent.tenant(), id), agent, id, epoch);
    List<Frame> unknown = next(assignment, batch);
    return new Outcome(
        unknown.isEmpty()
            ? assignment
            : recoverFrames.recover(assignment, unknown, batch.latency()),
        unknown);
  }

  private static Assignment held(
      Optional<Assignment> found, Agent agent, AssignmentId id, Epoch epoch) {
    Assignment assignment = found.orElseThrow(() -> new NotFound("Assignment", id.value()));
    assignment.requireHolder(agent.machine(), epoch);
    if (assignment.status() != AssignmentStatus.RUNNING
        && assignment.status() != AssignmentStatus.LOST
        && assignment.status() != AssignmentStatus.FINISHED) {
      throw new Conflict("Assignment " + assignment.id() + " takes no frames");
    }
    return assignment;
  }

  /** What is not stored yet; nothing when something before it is missing. */
  private static List<Frame> next(Assignment assignment, Batch batch) {
    List<Frame> unknown =
        batch.frames().stream()
            .filter(frame -> frame.seq() > assignment.ackedSeq())
            .map(assignment::inServerTime)
            .toList();
    return unknown.isEmpty() || unknown.getFirst().seq() > assignment.ackedSeq() + 1
        ? List.of()
        : unknown;
  }

  /** Whatever is stored can be added to anything: nothing later has to refuse it. */
  private void requireAddable(List<Frame> batch) {
    Tally tally = Tally.NONE;
    for (Frame frame : batch) {
      for (Interval interval : frame.intervals()) {
        try {
          histograms.requireAddable(interval.histogram());
          tally = tally.plus(interval.tally());
        } catch (IllegalArgumentException | ArithmeticException e) {
          throw new Invalid("frames", "of " + interval.series() + ": " + e.getMessage());
        }
      }
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
}
