package ru.perfscale.application.task;

import ru.perfscale.application.Transactions;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.Epoch;
import ru.perfscale.domain.task.Task;

/** An agent that cannot accept yet says why, and keeps the offer; one that cannot gives it back. */
public final class AnswerOffer {
  private final TaskRepository tasks;
  private final AssignmentRepository assignments;
  private final WithdrawOffers withdrawOffers;
  private final Transactions transactions;

  public AnswerOffer(
      TaskRepository tasks,
      AssignmentRepository assignments,
      WithdrawOffers withdrawOffers,
      Transactions transactions) {
    this.tasks = tasks;
    this.assignments = assignments;
    this.withdrawOffers = withdrawOffers;
    this.transactions = transactions;
  }

  /**
   * @param doing what the agent does first, for a person, such as installing a tool
   * @throws ru.perfscale.domain.Refusal.Conflict when the offer does not stand (any more)
   */
  public void preparing(Agent agent, AssignmentId id, Epoch epoch, String doing) {
    transactions.run(
        () -> {
          Assignment assignment = offered(agent, id, epoch);
          assignments.save(assignment);
          Task task = tasks.lock(assignment.task()).orElseThrow();
          tasks.save(task.waitingFor(doing));
        });
  }

  /**
   * Gives the offer back, and with it those of all other shares of the task. Harmless when it does
   * not stand any more.
   */
  public void decline(Agent agent, AssignmentId id, Epoch epoch, String why) {
    transactions.run(
        () -> {
          Assignment assignment = offered(agent, id, epoch);
          if (assignment.isWithdrawable()) {
            withdrawOffers.withdraw(assignment, why);
          }
        });
  }

  private Assignment offered(Agent agent, AssignmentId id, Epoch epoch) {
    Assignment assignment =
        assignments
            .lock(agent.tenant(), id)
            .orElseThrow(() -> new NotFound("Assignment", id.value()));
    assignment.requireHolder(agent.machine(), epoch);
    return assignment;
  }
}
