package ru.perfscale.adapters.http.memory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import ru.perfscale.application.task.TaskRepository;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskId;
import ru.perfscale.domain.task.TaskRef;

public record MemoryTasks(Memory memory) implements TaskRepository {
  @Override
  public void add(Task task, String script) {
    memory.faults.check();
    memory.tasks.put(task.id(), task);
    memory.scripts.put(task.id(), script);
  }

  @Override
  public Optional<Task> find(TaskRef task) {
    memory.faults.check();
    return Optional.ofNullable(memory.tasks.get(task.id()))
        .filter(found -> found.tenant().equals(task.tenant()));
  }

  @Override
  public Optional<Task> lock(TaskRef task) {
    return find(task);
  }

  @Override
  public List<Task> page(TenantId tenant, Optional<TaskId> after, int limit) {
    memory.faults.check();
    return Memory.page(
        Memory.copyOf(memory.tasks).reversed(),
        task -> task.tenant().equals(tenant),
        Task::id,
        after,
        limit);
  }

  @Override
  public List<TaskId> unfinished(TenantId tenant) {
    memory.faults.check();
    return Memory.copyOf(memory.tasks).stream()
        .filter(task -> task.tenant().equals(tenant) && !task.status().isTerminal())
        .map(Task::id)
        .toList();
  }

  @Override
  public void save(Task task) {
    memory.tasks.replace(task.id(), task);
  }

  /** No time passes here. */
  @Override
  public boolean isOpen(TaskRef task, Duration afterItsEnd) {
    return true;
  }

  @Override
  public void pin(TaskRef task, boolean pinned) {
    memory.tasks.computeIfPresent(task.id(), (id, stored) -> stored.pinned(pinned));
  }

  @Override
  public String script(TaskRef task) {
    return memory.scripts.get(task.id());
  }
}
