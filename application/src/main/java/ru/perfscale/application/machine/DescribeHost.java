package ru.perfscale.application.machine;

import ru.perfscale.application.Transactions;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineDescription;
import ru.perfscale.domain.machine.MachineFacts;

/**
 * An agent says what its host is now; that goes before what was said of the machine earlier. Mostly
 * it is nothing new, which costs one look.
 */
public final class DescribeHost {
  private final MachineRepository machines;
  private final Transactions transactions;

  public DescribeHost(MachineRepository machines, Transactions transactions) {
    this.machines = machines;
    this.transactions = transactions;
  }

  public void describe(Agent agent, MachineFacts facts) {
    machines
        .find(agent.tenant(), agent.machine())
        .filter(found -> isNews(found, facts))
        .ifPresent(found -> transactions.run(() -> correct(agent, facts)));
  }

  private void correct(Agent agent, MachineFacts facts) {
    machines
        .lock(agent.tenant(), agent.machine())
        .filter(found -> isNews(found, facts))
        .ifPresent(found -> machines.save(found.described(corrected(found, facts))));
  }

  private static boolean isNews(Machine machine, MachineFacts facts) {
    return !corrected(machine, facts).equals(machine.description());
  }

  private static MachineDescription corrected(Machine machine, MachineFacts facts) {
    return machine.description().corrected(facts);
  }
}
