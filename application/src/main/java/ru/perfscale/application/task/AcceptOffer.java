package ru.perfscale.application.task;

import java.time.InstantSource;
import ru.perfscale.application.Transactions;
import ru.perfscale.application.machine.HearAgent;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.Epoch;
import ru.perfscale.domain.task.Task;

/**
 * An agent takes an offer and may start: from here on the assignment is never given to anyone else.
 * The same agent may ask again when it did not get the answer.
 */
public final class AcceptOffer {
  private final TaskRepository tasks;
  private final AssignmentRepository assignments;
  private final HearAgent hearAgent;
  private final Transactions transactions;
  private final InstantSource clock;

  /** What to run: the task has started, at the instant it says. */
  public record WorkOrder(Task task, String script) {}

  public AcceptOffer(
      TaskRepository tasks,
      AssignmentRepository assignments,
      HearAgent hearAgent,
      Transactions transactions,
      InstantSource clock) {
    this.tasks = tasks;
    this.assignments = assignments;
    this.hearAgent = hearAgent;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * @throws ru.perfscale.domain.Refusal.Conflict when the offer does not stand (any more), or
   *     {@code boot} is not the agent's present life: what such a one accepted would never end
   */
  public WorkOrder accept(Agent agent, String boot, AssignmentId id, Epoch epoch) {
    return transactions.call(
        () -> {
          Assignment assignment =
              assignments
                  .lock(agent.tenant(), id)
                  .orElseThrow(() -> new NotFound("Assignment", id.value()));
          hearAgent.hear(agent, boot);
          Task task = tasks.lock(assignment.task()).orElseThrow();
          if (!assignment.wasAcceptedBy(agent.machine(), boot, epoch)) {
            assignments.save(assignment.acceptedBy(agent.machine(), boot, epoch));
            task = task.started(clock.instant());
            tasks.save(task);
          }
          return new WorkOrder(task, tasks.script(task.ref()));
        });
  }
}
