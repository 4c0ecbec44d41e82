package ru.perfscale.application.task;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import ru.perfscale.application.Transactions;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskRef;
import ru.perfscale.domain.task.TaskStatus;

/**
 * The figures of running tasks, written at most once per pace and task. What they are made of is a
 * cache: frames are stored before they get here, and whatever is missing is read from there, so
 * that any server can go on where another one stopped. The final figures come from the stored rows
 * alone, never from here. Thread-safe.
 */
public final class LiveFigures {
  /** Of each a merged histogram or two is kept: 300 KiB at most, usually a tenth of that. */
  private static final int MOST_TASKS = 2_000;

  private final TaskRepository tasks;
  private final AssignmentRepository assignments;
  private final FrameRepository frames;
  private final Histograms histograms;
  private final Transactions transactions;
  private final Pace pace;
  private final Map<TaskRef, LiveTask> live = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * How often a task's figures are written.
   *
   * @param nanoTime a monotonic clock such as {@link System#nanoTime}
   */
  public record Pace(Duration shortest, LongSupplier nanoTime) {}

  public LiveFigures(
      TaskRepository tasks,
      AssignmentRepository assignments,
      FrameRepository frames,
      Histograms histograms,
      Transactions transactions,
      Pace pace) {
    this.tasks = tasks;
    this.assignments = assignments;
    this.frames = frames;
    this.histograms = histograms;
    this.transactions = transactions;
    this.pace = pace;
  }

  /** Frames of a running assignment are stored; called after that, outside of any transaction. */
  void stored(Assignment assignment, List<Frame> stored, Optional<LatencyMeaning> latency) {
    LiveTask task = of(assignment.task());
    task.lock.lock();
    try {
      task.stored(assignment.id(), stored, latency);
      writeWhenDue(task);
    } catch (RuntimeException e) {
      // Half of something may have been added; the next frames begin anew from what is stored.
      forget(task.task);
      throw e;
    } finally {
      task.lock.unlock();
    }
  }

  /** Writes what was not due when it came. Run it every second. */
  public void writeDue() {
    for (LiveTask task : all()) {
      // Whoever holds it is writing right now.
      if (task.lock.tryLock()) {
        try {
          writeWhenDue(task);
        } catch (RuntimeException e) {
          forget(task.task);
          throw e;
        } finally {
          task.lock.unlock();
        }
      }
    }
  }

  private void writeWhenDue(LiveTask task) {
    long now = pace.nanoTime().getAsLong();
    if (task.isDue(now, pace.shortest().toNanos())) {
      boolean running = transactions.call(() -> write(task));
      task.written(now);
      if (!running) {
        forget(task.task);
      }
    }
  }

  private boolean write(LiveTask live) {
    Task task = tasks.lock(live.task).orElseThrow();
    if (task.status() != TaskStatus.RUNNING) {
      return false;
    }
    for (Assignment source : frames.sources(live.task)) {
      live.catchUp(
          live.knowsNothingOf(source)
              ? assignments.lock(live.task.tenant(), source.id()).orElseThrow()
              : source,
          frames);
    }
    Task meant = live.latency().map(task::measuredAs).orElse(task);
    tasks.save(meant.measured(live.figures(meant.findings().latency())));
    return true;
  }

  private synchronized LiveTask of(TaskRef task) {
    LiveTask known = live.get(task);
    if (known != null) {
      return known;
    }
    if (live.size() == MOST_TASKS) {
      live.remove(live.keySet().iterator().next());
    }
    long longAgo = pace.nanoTime().getAsLong() - pace.shortest().toNanos();
    LiveTask begun = new LiveTask(task, new RequestSums(histograms), longAgo);
    live.put(task, begun);
    return begun;
  }

  private synchronized List<LiveTask> all() {
    return List.copyOf(live.values());
  }

  private synchronized void forget(TaskRef task) {
    live.remove(task);
  }
}
