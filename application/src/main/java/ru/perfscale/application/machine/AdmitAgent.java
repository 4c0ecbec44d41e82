package ru.perfscale.application.machine;

import ru.perfscale.application.Transactions;
import ru.perfscale.application.audit.Actor;
import ru.perfscale.application.audit.AuditEntry;
import ru.perfscale.application.audit.AuditEntry.Action;
import ru.perfscale.application.audit.AuditLog;
import ru.perfscale.application.machine.AgentRepository.Present;
import ru.perfscale.domain.Refusal;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.AgentBoot;

/**
 * Whether a life of an agent may begin. Not while another one is in contact, unless the agent knows
 * that one to be over: so a copied credential cannot take a machine from the agent that serves it.
 * Remembers which refusals it has written down, since a refused agent asks again and again.
 */
public final class AdmitAgent {
  private final AgentRepository agents;
  private final AuditLog audit;
  private final Transactions transactions;
  private final Noted noted = new Noted();

  public AdmitAgent(AgentRepository agents, AuditLog audit, Transactions transactions) {
    this.agents = agents;
    this.audit = audit;
    this.transactions = transactions;
  }

  /**
   * @param protocol the version of the agent protocol that it speaks
   * @throws Conflict when another agent with the same credential is in contact
   * @throws ru.perfscale.domain.Refusal.Invalid when it speaks another protocol
   */
  public void admit(Agent agent, AgentBoot boot, int protocol, String address) {
    try {
      AgentProtocol.requireSpoken(protocol);
      agents.present(agent).ifPresent(present -> requireOver(present, boot));
    } catch (Refusal refusal) {
      AuditEntry entry = entry(agent, boot, address, refusal);
      noted.once(agent.machine(), boot.id(), () -> transactions.run(() -> audit.add(entry)));
      throw refusal;
    }
  }

  private static void requireOver(Present present, AgentBoot boot) {
    boolean over =
        present
            .boot()
            .filter(id -> !id.equals(boot.id()) && !boot.details().replaces().contains(id))
            .isEmpty();
    if (present.inContact() && !over) {
      throw new Conflict(
          "Another agent with the same credential serves this machine and is in contact; stop it, or"
              + " let this host join as a machine of its own");
    }
  }

  private static AuditEntry entry(Agent agent, AgentBoot boot, String address, Refusal refusal) {
    return AuditEntry.of(
            agent.tenant(), Actor.machine(agent), Action.AGENT_REFUSED, agent.machine().value())
        .with("address", address)
        .with("boot", boot.id())
        .with("version", boot.details().version().orElse("unknown"))
        .with("why", refusal.getMessage());
  }
}
