package ru.perfscale.application.task;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.Task;

/**
 * Stores frames of an assignment that has ended: figures and coverage grow with them, from the
 * stored rows alone, and the state stays as it is.
 */
public final class RecoverFrames {
  /** How long after its end a task takes what an agent could not deliver before. */
  public static final Duration LIMIT = Duration.ofHours(24);

  private final TaskRepository tasks;
  private final FrameRepository frames;
  private final EndAssignment endAssignment;
  private final FigureTask figureTask;

  public RecoverFrames(
      TaskRepository tasks,
      FrameRepository frames,
      EndAssignment endAssignment,
      Histograms histograms) {
    this.tasks = tasks;
    this.frames = frames;
    this.endAssignment = endAssignment;
    this.figureTask = new FigureTask(histograms);
  }

  /**
   * Called inside a transaction that locked the assignment.
   *
   * @return the assignment as it is stored now
   * @throws Conflict when the task ended longer ago than {@link #LIMIT}
   */
  Assignment recover(Assignment ended, List<Frame> next, Optional<LatencyMeaning> latency) {
    if (!tasks.isOpen(ended.task(), LIMIT)) {
      throw new Conflict(
          "Assignment %s ended more than %d h ago and takes no frames any more; drop it"
              .formatted(ended.id(), LIMIT.toHours()));
    }
    Assignment acknowledged = frames.append(ended, next);
    Task task = tasks.lock(ended.task()).orElseThrow();
    Task meant = latency.map(task::measuredAs).orElse(task);
    Task grown =
        meant.measured(figureTask.figures(frames.totals(task.ref()), meant.findings().latency()));
    tasks.save(
        ended.status() == AssignmentStatus.LOST
            ? endAssignment.recovered(grown, acknowledged)
            : grown);
    return acknowledged;
  }
}
