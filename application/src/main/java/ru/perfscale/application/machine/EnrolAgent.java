package ru.perfscale.application.machine;

import java.time.InstantSource;
import ru.perfscale.application.Transactions;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineDescription;

/**
 * Lets an agent of this very server serve a machine: the tenant's living machine of that hostname,
 * or a new one. The credential is shown to the agent once and stored as a hash; an earlier one of
 * the machine dies. Agents from elsewhere join: {@code JoinMachine}.
 */
public final class EnrolAgent {
  private final MachineRepository machines;
  private final AgentRepository agents;
  private final Transactions transactions;
  private final InstantSource clock;

  /**
   * @param credential what the agent presents from now on as a bearer token, {@code psm_…}
   */
  public record Enrolment(Agent agent, String credential) {
    @Override
    public String toString() {
      return "Enrolment of " + agent;
    }
  }

  public EnrolAgent(
      MachineRepository machines,
      AgentRepository agents,
      Transactions transactions,
      InstantSource clock) {
    this.machines = machines;
    this.agents = agents;
    this.transactions = transactions;
    this.clock = clock;
  }

  public Enrolment enrol(TenantId tenant, MachineDescription description) {
    String credential = RandomSecret.next("psm_");
    return transactions.call(
        () -> {
          Machine machine =
              machines
                  .findByHostname(tenant, description.hostname())
                  .orElseGet(() -> added(tenant, description));
          Agent agent = new Agent(machine.id(), tenant);
          agents.enrol(agent, CredentialHash.of(credential));
          return new Enrolment(agent, credential);
        });
  }

  private Machine added(TenantId tenant, MachineDescription description) {
    Machine machine = Machine.register(tenant, description, clock.instant());
    machines.add(machine);
    return machine;
  }
}
