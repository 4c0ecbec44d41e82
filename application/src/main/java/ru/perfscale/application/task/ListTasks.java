package ru.perfscale.application.task;

import java.util.List;
import java.util.Optional;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskId;

/** A viewer reads the workspace's tasks page by page, the newest first. */
public final class ListTasks {
  private final TaskRepository tasks;

  public ListTasks(TaskRepository tasks) {
    this.tasks = tasks;
  }

  public List<Task> page(Principal principal, Optional<TaskId> after, int limit) {
    return tasks.page(principal.tenantFor(Role.VIEWER), after, limit);
  }
}
