package ru.perfscale.application.task;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ru.perfscale.application.StorageUnavailable;
import ru.perfscale.application.Transactions;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskRef;

/**
 * Stores frames of an assignment that has ended: figures and coverage grow with them, from the
 * stored rows alone, and the state stays as it is. They are made at most once per pace and task,
 * since that means to read all totals; until they are the task is marked in the database, so that
 * any server goes on where another one stopped. Thread-safe.
 */
public final class RecoverFrames {
  /** How long after its end a task takes what an agent could not deliver before. */
  public static final Duration LIMIT = Duration.ofHours(24);

  private static final int MOST_REMEMBERED = 2_000;
  private static final int MOST_AT_ONCE = 200;

  private final TaskRepository tasks;
  private final FrameRepository frames;
  private final EndAssignment endAssignment;
  private final FigureTask figureTask;
  private final Transactions transactions;
  private final LiveFigures.Pace pace;
  private final Map<TaskRef, Long> figuredAt = new LinkedHashMap<>();

  public RecoverFrames(
      TaskRepository tasks,
      FrameRepository frames,
      EndAssignment endAssignment,
      Histograms histograms,
      Transactions transactions,
      LiveFigures.Pace pace) {
    this.tasks = tasks;
    this.frames = frames;
    this.endAssignment = endAssignment;
    this.figureTask = new FigureTask(histograms);
    this.transactions = transactions;
    this.pace = pace;
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
    if (latency.isPresent()) {
      Task task = tasks.lock(ended.task()).orElseThrow();
      if (!latency.equals(task.findings().latency())) {
        tasks.save(task.measuredAs(latency.get()));
      }
    }
    return acknowledged;
  }

  /** Frames are stored; called after that, outside of any transaction. */
  void recovered(TaskRef task) {
    if (isDue(task)) {
      figure(task);
    }
  }

  /**
   * Makes the figures that were not due when the frames came, or that another server left behind.
   * Run it every second.
   *
   * @throws RuntimeException the first fault, after everything else was done
   */
  public void figureDue() {
    Optional<RuntimeException> first = Optional.empty();
    for (TaskRef task : frames.unfigured(MOST_AT_ONCE)) {
      try {
        recovered(task);
      } catch (StorageUnavailable e) {
        throw e;
      } catch (RuntimeException e) {
        first = first.or(() -> Optional.of(e));
      }
    }
    first.ifPresent(
        fault -> {
          throw fault;
        });
  }

  private void figure(TaskRef ref) {
    transactions.run(
        () -> {
          // Nothing more comes late until this ends: whoever stores it locks the task as well.
          Task task = tasks.lock(ref).orElseThrow();
          List<AssignmentId> grown = frames.unfigured(ref);
          if (grown.isEmpty()) {
            return;
          }
          List<Assignment> lost =
              frames.sources(ref).stream()
                  .filter(source -> source.status() == AssignmentStatus.LOST)
                  .filter(source -> grown.contains(source.id()))
                  .toList();
          Task measured =
              task.measured(figureTask.figures(frames.totals(ref), task.findings().latency()));
          tasks.save(lost.isEmpty() ? measured : endAssignment.recovered(measured, lost));
          frames.figured(ref);
        });
  }

  /** Whether it is; then it is not again for a while. */
  private synchronized boolean isDue(TaskRef task) {
    long now = pace.nanoTime().getAsLong();
    Long last = figuredAt.get(task);
    if (last != null && now - last < pace.shortest().toNanos()) {
      return false;
    }
    figuredAt.remove(task);
    if (figuredAt.size() == MOST_REMEMBERED) {
      figuredAt.remove(figuredAt.keySet().iterator().next());
    }
    figuredAt.put(task, now);
    return true;
  }
}
