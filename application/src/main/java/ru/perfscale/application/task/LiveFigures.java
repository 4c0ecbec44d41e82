package ru.perfscale.application.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import ru.perfscale.application.Transactions;
import ru.perfscale.domain.identity.TenantId;
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
 * alone, never from here. While few tasks run each is written as its frames come; of many, dozens
 * at once: a transaction for each would cost the database as much as their frames do. Thread-safe.
 */
public final class LiveFigures {
  /** Of each a merged histogram or two is kept: 300 KiB at most, usually a tenth of that. */
  private static final int MOST_TASKS = 2_000;

  private static final int FEW = 20;
  private static final int MOST_AT_ONCE = 50;

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
      if (areFew()) {
        writeWhenDue(task);
      }
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
    Map<TenantId, List<LiveTask>> due = new LinkedHashMap<>();
    try {
      for (LiveTask task : all()) {
        // Whoever holds it is writing right now.
        if (task.lock.tryLock()) {
          List<LiveTask> group =
              due.computeIfAbsent(task.task.tenant(), tenant -> new ArrayList<>());
          group.add(task);
          if (!isDue(task)) {
            group.removeLast().lock.unlock();
          } else if (group.size() == MOST_AT_ONCE) {
            writeAll(due.remove(task.task.tenant()));
          }
        }
      }
      while (!due.isEmpty()) {
        writeAll(due.remove(due.keySet().iterator().next()));
      }
    } finally {
      due.values().forEach(LiveFigures::unlock);
    }
  }

  private static void unlock(List<LiveTask> group) {
    group.forEach(task -> task.lock.unlock());
  }

  /** Writes tasks of one tenant, and unlocks them. */
  private void writeAll(List<LiveTask> group) {
    try {
      if (group.size() > 1) {
        long now = pace.nanoTime().getAsLong();
        transactions.call(() -> writeTogether(group)).forEach(task -> task.written(now));
      }
      group.forEach(this::writeWhenDue);
    } catch (RuntimeException e) {
      group.forEach(task -> forget(task.task));
      throw e;
    } finally {
      unlock(group);
    }
  }

  /**
   * Leaves out what needs more than that: a task that has ended or that somebody is changing, and
   * one of which this server has just begun to know something.
   *
   * @return what was written
   */
  private List<LiveTask> writeTogether(List<LiveTask> group) {
    Map<TaskRef, Task> running =
        tasks.lockRunning(group.stream().map(task -> task.task).toList()).stream()
            .collect(Collectors.toMap(Task::ref, task -> task));
    Map<TaskRef, List<Assignment>> sources =
        frames.sources(running.keySet()).stream().collect(Collectors.groupingBy(Assignment::task));
    List<LiveTask> known =
        group.stream()
            .filter(task -> running.containsKey(task.task))
            .filter(
                task ->
                    sources.getOrDefault(task.task, List.of()).stream()
                        .noneMatch(task::knowsNothingOf))
            .toList();
    List<Task> measured = new ArrayList<>();
    for (LiveTask task : known) {
      sources.getOrDefault(task.task, List.of()).forEach(source -> task.catchUp(source, frames));
      measured.add(measured(running.get(task.task), task));
    }
    tasks.saveFigures(measured);
    return known;
  }

  private void writeWhenDue(LiveTask task) {
    if (isDue(task)) {
      long now = pace.nanoTime().getAsLong();
      boolean running = transactions.call(() -> write(task));
      task.written(now);
      if (!running) {
        forget(task.task);
      }
    }
  }

  private boolean isDue(LiveTask task) {
    return task.isDue(pace.nanoTime().getAsLong(), pace.shortest().toNanos());
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
    tasks.save(measured(task, live));
    return true;
  }

  private static Task measured(Task task, LiveTask live) {
    Task meant = live.latency().map(task::measuredAs).orElse(task);
    return meant.measured(live.figures(meant.findings().latency()));
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

  private synchronized boolean areFew() {
    return live.size() <= FEW;
  }

  private synchronized List<LiveTask> all() {
    return List.copyOf(live.values());
  }

  private synchronized void forget(TaskRef task) {
    live.remove(task);
  }
}
