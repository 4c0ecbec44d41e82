package ru.perfscale.application.task;

import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskId;
import ru.perfscale.domain.task.TaskRef;

/** A viewer follows one task. */
public final class FindTask {
  private final TaskRepository tasks;

  public FindTask(TaskRepository tasks) {
    this.tasks = tasks;
  }

  public Task find(Principal principal, TaskId id) {
    return tasks
        .find(new TaskRef(principal.tenantFor(Role.VIEWER), id))
        .orElseThrow(() -> new NotFound("Task", id.value()));
  }
}
