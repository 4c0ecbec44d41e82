package ru.perfscale.application.machine;

import ru.perfscale.application.Transactions;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineDescription;
import ru.perfscale.domain.machine.MachineFacts;

/** An agent says what its host is now; that goes before what was said of the machine earlier. */
public final class DescribeHost {
  private final MachineRepository machines;
  private final Transactions transactions;

  public DescribeHost(MachineRepository machines, Transactions transactions) {
    this.machines = machines;
    this.transactions = transactions;
  }

  public void describe(Agent agent, MachineFacts facts) {
    transactions.run(
        () ->
            machines.lock(agent.tenant(), agent.machine()).ifPresent(found -> save(found, facts)));
  }

  private void save(Machine machine, MachineFacts facts) {
    MachineDescription corrected = machine.description().corrected(facts);
    if (!corrected.equals(machine.description())) {
      machines.save(machine.described(corrected));
    }
  }
}
