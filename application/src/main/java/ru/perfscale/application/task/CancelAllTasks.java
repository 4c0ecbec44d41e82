package ru.perfscale.application.task;

import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.task.TaskId;

/**
 * An admin cancels all that runs or waits in the workspace, in an emergency. Each task in a
 * transaction of its own, so that what runs is stopped at once, however much else waits.
 */
public final class CancelAllTasks {
  private final TaskRepository tasks;
  private final CancelTask cancelTask;

  public CancelAllTasks(TaskRepository tasks, CancelTask cancelTask) {
    this.tasks = tasks;
    this.cancelTask = cancelTask;
  }

  /**
   * @return how many are cancelled, or will be when their load is over; what is submitted meanwhile
   *     is not among them
   */
  public int cancelAll(Principal principal) {
    TenantId tenant = principal.tenantFor(Role.ADMIN);
    int cancelled = 0;
    for (TaskId id : tasks.unfinished(tenant)) {
      try {
        cancelTask.cancel(principal, id);
        cancelled++;
      } catch (Conflict e) {
        // It has ended since, which is what is wanted.
      }
    }
    return cancelled;
  }
}
