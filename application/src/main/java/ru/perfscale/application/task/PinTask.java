package ru.perfscale.application.task;

import ru.perfscale.application.Transactions;
import ru.perfscale.application.audit.AuditEntry;
import ru.perfscale.application.audit.AuditEntry.Action;
import ru.perfscale.application.audit.AuditLog;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskId;
import ru.perfscale.domain.task.TaskRef;

/**
 * A member pins a task, so that every second of it is kept, or lets go of it. What retention has
 * dropped already does not come back.
 */
public final class PinTask {
  private final TaskRepository tasks;
  private final AuditLog audit;
  private final Transactions transactions;

  public PinTask(TaskRepository tasks, AuditLog audit, Transactions transactions) {
    this.tasks = tasks;
    this.audit = audit;
    this.transactions = transactions;
  }

  public Task pin(Principal principal, TaskId id, boolean pinned) {
    TenantId tenant = principal.tenantFor(Role.MEMBER);
    TaskRef ref = new TaskRef(tenant, id);
    return transactions.call(
        () -> {
          Task task = tasks.lock(ref).orElseThrow(() -> new NotFound("Task", id.value()));
          tasks.pin(ref, pinned);
          audit.add(
              AuditEntry.by(principal, tenant, Action.TASK_CHANGED, id.value())
                  .with("pinned", Boolean.toString(pinned)));
          return task.pinned(pinned);
        });
  }
}
