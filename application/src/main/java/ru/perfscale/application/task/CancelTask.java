package ru.perfscale.application.task;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import ru.perfscale.application.Transactions;
import ru.perfscale.application.audit.AuditEntry;
import ru.perfscale.application.audit.AuditEntry.Action;
import ru.perfscale.application.audit.AuditLog;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskId;
import ru.perfscale.domain.task.TaskRef;
import ru.perfscale.domain.task.TaskStatus;
import ru.perfscale.domain.task.Verdict;

/**
 * A member cancels a task. One that no machine has accepted ends at once; otherwise the mark is
 * stored, the agents are told, and the task ends when its load is over.
 */
public final class CancelTask {
  private final TaskRepository tasks;
  private final AssignmentRepository assignments;
  private final AgentSignals signals;
  private final Transactions transactions;
  private final InstantSource clock;
  private final AuditLog audit;

  public CancelTask(
      TaskRepository tasks,
      AssignmentRepository assignments,
      AgentSignals signals,
      Transactions transactions,
      InstantSource clock,
      AuditLog audit) {
    this.tasks = tasks;
    this.assignments = assignments;
    this.signals = signals;
    this.transactions = transactions;
    this.clock = clock;
    this.audit = audit;
  }

  /**
   * @throws ru.perfscale.domain.Refusal.Conflict when the task has ended
   */
  public void cancel(Principal principal, TaskId id) {
    TaskRef ref = new TaskRef(principal.tenantFor(Role.MEMBER), id);
    List<Assignment> shares = transactions.call(() -> marked(principal, ref));
    shares.forEach(share -> share.machine().ifPresent(signals::wake));
  }

  private List<Assignment> marked(Principal principal, TaskRef ref) {
    Instant now = clock.instant();
    Task stored = tasks.lock(ref).orElseThrow(() -> new NotFound("Task", ref.id().value()));
    Task task = stored.cancelRequested(now);
    if (!stored.isCancelRequested()) {
      audit.add(AuditEntry.by(principal, ref.tenant(), Action.TASK_CANCELLED, ref.id().value()));
    }
    List<Assignment> shares = assignments.lockAll(ref);
    shares.stream()
        .filter(Assignment::hasNotBegun)
        .forEach(share -> assignments.save(share.revoked()));
    boolean nothingRuns = task.status() == TaskStatus.PENDING;
    tasks.save(nothingRuns ? task.ended(Verdict.cancelled(), task.findings(), now) : task);
    return shares;
  }
}
