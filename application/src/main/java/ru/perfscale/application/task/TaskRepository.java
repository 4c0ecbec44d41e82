package ru.perfscale.application.task;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskId;
import ru.perfscale.domain.task.TaskRef;
import ru.perfscale.domain.task.TaskStatus;

/** The tasks. Lost contact and age are as the database's clock sees them when reading. */
public interface TaskRepository {
  /**
   * @param script the snapshot of the load test's script, never changed
   */
  void add(Task task, String script);

  Optional<Task> find(TaskRef task);

  /**
   * As {@link #find}, but for its place in the queue; nobody else changes the task until the
   * transaction ends.
   */
  Optional<Task> lock(TaskRef task);

  /**
   * Those of some tasks of one tenant that run and that nobody else is changing right now; nobody
   * will until the transaction ends.
   */
  default List<Task> lockRunning(Collection<TaskRef> some) {
    return some.stream()
        .flatMap(task -> lock(task).stream())
        .filter(task -> task.status() == TaskStatus.RUNNING)
        .toList();
  }

  /**
   * The newest first, ties by id.
   *
   * @param after the last one of the page before
   * @throws ru.perfscale.domain.Refusal.Invalid when the tenant never had {@code after}
   */
  List<Task> page(TenantId tenant, Optional<TaskId> after, int limit);

  /** Keeps what was measured of a task however old it gets, or no longer. */
  void pin(TaskRef task, boolean pinned);

  /** Those that have not ended: first what runs, then what waits, the oldest first. */
  List<TaskId> unfinished(TenantId tenant);

  /** Stores progress, findings and machines of a task that exists. */
  void save(Task task);

  /** Stores figures, and what latencies are, of running tasks of one tenant that are locked. */
  default void saveFigures(List<Task> running) {
    running.forEach(this::save);
  }

  /** Whether the task has not ended, or ended at most this long ago. */
  boolean isOpen(TaskRef task, Duration afterItsEnd);

  /** The script of a task that exists. */
  String script(TaskRef task);
}
