package ru.perfscale.application.task;

import java.util.List;
import java.util.Optional;
import ru.perfscale.application.Transactions;
import ru.perfscale.application.machine.AgentRepository;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentStatus;

/**
 * A new life of an agent begins. What an earlier life was running is lost at once, because its load
 * is over for certain; what it had only been offered can be offered again.
 */
public final class AttachAgent {
  private final AgentRepository agents;
  private final AssignmentRepository assignments;
  private final LoseAssignment loseAssignment;
  private final WithdrawOffers withdrawOffers;
  private final PlaceTasks placeTasks;
  private final Transactions transactions;

  public AttachAgent(
      AgentRepository agents,
      AssignmentRepository assignments,
      LoseAssignment loseAssignment,
      WithdrawOffers withdrawOffers,
      PlaceTasks placeTasks,
      Transactions transactions) {
    this.agents = agents;
    this.assignments = assignments;
    this.loseAssignment = loseAssignment;
    this.withdrawOffers = withdrawOffers;
    this.placeTasks = placeTasks;
    this.transactions = transactions;
  }

  public void attach(Agent agent, AgentBoot boot) {
    transactions.run(
        () -> {
          List<Assignment> ofEarlierLife =
              assignments.heldBy(agent).stream()
                  .map(AssignmentRepository.Held::assignment)
                  .filter(held -> !isOf(boot, held))
                  .toList();
          // Looked at again once locked: this very life may have accepted it meanwhile, or it was
          // withdrawn, and another machine runs it.
          ofEarlierLife.forEach(
              held ->
                  assignments
                      .lock(agent.tenant(), held.id())
                      .filter(locked -> locked.machine().equals(Optional.of(agent.machine())))
                      .filter(locked -> !isOf(boot, locked))
                      .ifPresent(this::end));
          agents.attach(agent, boot);
        });
    placeTasks.place();
  }

  private static boolean isOf(AgentBoot boot, Assignment held) {
    return held.holder().flatMap(Assignment.Holder::boot).filter(boot.id()::equals).isPresent();
  }

  private void end(Assignment held) {
    if (held.status() == AssignmentStatus.RUNNING) {
      loseAssignment.lose(held, "The agent of the machine was restarted during the run");
    } else if (held.isWithdrawable()) {
      withdrawOffers.withdraw(held, "the agent of a machine was restarted");
    }
  }
}
