package ru.perfscale.application.simulation;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import ru.perfscale.application.task.TaskRepository;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskId;
import ru.perfscale.domain.task.TaskRef;
import ru.perfscale.domain.task.TaskStatus;

/** Tasks in the simulated database. */
final class StoredTasks implements TaskRepository {
  private final Database database;
  private final Table<TaskId, Task> tasks;
  private final Table<TaskId, String> scripts;

  StoredTasks(Database database) {
    this.database = database;
    this.tasks = database.table("task");
    this.scripts = database.table("task_script");
  }

  Table<TaskId, Task> table() {
    return tasks;
  }

  @Override
  public void add(Task task, String script) {
    database.statement(
        () -> {
          tasks.put(task.id(), task);
          scripts.put(task.id(), script);
          return true;
        });
  }

  @Override
  public Optional<Task> find(TaskRef task) {
    return database.statement(() -> tasks.find(task.id()).filter(isOf(task.tenant())));
  }

  private static java.util.function.Predicate<Task> isOf(TenantId tenant) {
    return task -> task.tenant().equals(tenant);
  }

  @Override
  public Optional<Task> lock(TaskRef task) {
    return database.statement(
        () -> {
          if (tasks.find(task.id()).filter(isOf(task.tenant())).isEmpty()) {
            return Optional.empty();
          }
          tasks.lock(task.id());
          return tasks.find(task.id());
        });
  }

  @Override
  public List<Task> lockRunning(Collection<TaskRef> some) {
    return database.statement(
        () ->
            some.stream()
                .filter(task -> tasks.isFree(task.id()))
                .flatMap(task -> tasks.find(task.id()).filter(isOf(task.tenant())).stream())
                .filter(task -> task.status() == TaskStatus.RUNNING)
                .peek(task -> tasks.lock(task.id()))
                .toList());
  }

  @Override
  public List<Task> page(TenantId tenant, Optional<TaskId> after, int limit) {
    throw new AssertionError("Nobody reads pages here");
  }

  @Override
  public List<TaskId> unfinished(TenantId tenant) {
    throw new AssertionError("Nobody cancels all here");
  }

  @Override
  public void save(Task task) {
    database.statement(
        () -> {
          tasks.lock(task.id());
          boolean fits =
              tasks
                  .find(task.id())
                  .filter(old -> !old.status().isTerminal() || old.status() == task.status())
                  .isPresent();
          if (!fits) {
            throw new IllegalStateException(
                "Task %s does not exist, or has ended otherwise than %s"
                    .formatted(task.id(), task.status().wireName()));
          }
          tasks.put(task.id(), task);
          return true;
        });
  }

  @Override
  public void pin(TaskRef task, boolean pinned) {
    throw new AssertionError("Nobody pins a task here");
  }

  @Override
  public boolean isOpen(TaskRef task, Duration afterItsEnd) {
    return database.statement(
        () ->
            tasks
                .find(task.id())
                .flatMap(found -> found.progress().finishedAt())
                .filter(end -> end.plus(afterItsEnd).isBefore(database.instant()))
                .isEmpty());
  }

  @Override
  public String script(TaskRef task) {
    return database.statement(() -> scripts.find(task.id()).orElseThrow());
  }
}
