package ru.perfscale.application.machine;

import java.util.List;
import java.util.function.Supplier;
import ru.perfscale.application.Transactions;
import ru.perfscale.application.audit.Actor;
import ru.perfscale.application.audit.AuditEntry;
import ru.perfscale.application.audit.AuditEntry.Action;
import ru.perfscale.application.audit.AuditLog;
import ru.perfscale.domain.Refusal;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.Refusal.Invalid;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.task.AssignmentId;

/**
 * Writes down what goes wrong with agents, each once: requests for an assignment that were refused,
 * such as those under an epoch that is over, and journals that the disk of the machine damaged.
 * Thread-safe.
 */
public final class AuditAgents {
  private final AuditLog audit;
  private final Transactions transactions;
  private final Noted noted = new Noted();

  public AuditAgents(AuditLog audit, Transactions transactions) {
    this.audit = audit;
    this.transactions = transactions;
  }

  /**
   * Does what an agent asks for an assignment, outside of any transaction.
   *
   * @param assignment the id as the agent gave it
   * @throws Refusal what the request throws; written down when the agent may not do that (any more)
   *     or what it sends is wrong
   */
  public <T> T claiming(Agent agent, String assignment, Supplier<T> request) {
    try {
      return request.get();
    } catch (Conflict | Invalid refusal) {
      String subject = subject(assignment);
      note(agent, subject, Action.AGENT_REFUSED, subject, refusal.getMessage());
      throw refusal;
    }
  }

  private static String subject(String assignment) {
    try {
      return new AssignmentId(assignment).value();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /**
   * A life of an agent found that what it kept on disk has changed.
   *
   * @param damage of each journal, for a person
   */
  public void journalsDamaged(Agent agent, List<String> damage) {
    for (String each : damage) {
      note(agent, each, Action.JOURNAL_DAMAGED, agent.machine().value(), each);
    }
  }

  private void note(Agent agent, String what, Action action, String subject, String why) {
    AuditEntry entry =
        AuditEntry.of(agent.tenant(), Actor.machine(agent), action, subject).with("why", why);
    noted.once(agent.machine(), what, () -> transactions.run(() -> audit.add(entry)));
  }
}
