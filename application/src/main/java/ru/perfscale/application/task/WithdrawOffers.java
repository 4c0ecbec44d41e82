package ru.perfscale.application.task;

import java.util.List;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.TaskRef;
import ru.perfscale.domain.task.TaskStatus;

/**
 * Takes back all offers of a task, the accepted ones too, because one of its machines cannot begin:
 * all shares start together or none does. Called inside a transaction that locked one of them.
 */
public final class WithdrawOffers {
  private final TaskRepository tasks;
  private final AssignmentRepository assignments;

  public WithdrawOffers(TaskRepository tasks, AssignmentRepository assignments) {
    this.tasks = tasks;
    this.assignments = assignments;
  }

  /**
   * @param why for a person: what the task waits for since
   */
  void withdraw(Assignment one, String why) {
    TaskRef ref = one.task();
    List<Assignment> shares = one.share().isWhole() ? List.of(one) : assignments.lockAll(ref);
    shares.stream()
        .filter(Assignment::isWithdrawable)
        .forEach(share -> assignments.save(share.withdrawn()));
    tasks
        .lock(ref)
        .filter(task -> task.status() == TaskStatus.PENDING)
        .ifPresent(task -> tasks.save(task.waitingFor(why)));
  }
}
