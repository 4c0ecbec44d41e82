package ru.perfscale.application.machine;

import java.time.InstantSource;
import java.util.Optional;
import ru.perfscale.application.machine.JoinTokenRepository.Scope;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineDescription;
import ru.perfscale.domain.machine.MachineFacts;
import ru.perfscale.domain.machine.MachineId;

/** Which machine a joining host becomes. Called inside the transaction that locked its token. */
final class JoiningHost {
  private final MachineRepository machines;
  private final AgentRepository agents;
  private final InstantSource clock;

  JoiningHost(MachineRepository machines, AgentRepository agents, InstantSource clock) {
    this.machines = machines;
    this.agents = agents;
    this.clock = clock;
  }

  /**
   * The machine that the token was made for; without one, the machine of the host's name that has
   * no agent yet, or a new one.
   *
   * @throws Conflict when there is no such machine, or it has an agent
   */
  MachineId machine(Scope scope, MachineFacts facts, Optional<String> name) {
    Optional<MachineId> known =
        scope
            .machine()
            .or(() -> machines.findByHostname(scope.tenant(), facts.hostname()).map(Machine::id));
    if (known.isEmpty()) {
      Machine machine =
          Machine.register(scope.tenant(), MachineDescription.of(facts, name), clock.instant());
      machines.add(machine);
      return machine.id();
    }
    Machine locked =
        machines
            .lock(scope.tenant(), known.get())
            .orElseThrow(() -> new Conflict("Machine " + known.get() + " was removed meanwhile"));
    if (scope.machine().isEmpty()) {
      requireNoAgent(locked);
    }
    return attached(locked, facts, name);
  }

  private MachineId attached(Machine machine, MachineFacts facts, Optional<String> name) {
    MachineDescription corrected = machine.description().corrected(facts);
    machines.save(machine.described(name.map(corrected::named).orElse(corrected)));
    return machine.id();
  }

  /** Two hosts may have the same name, such as localhost: the second must not take the first's. */
  private void requireNoAgent(Machine machine) {
    if (agents.present(new Agent(machine.id(), machine.tenant())).isPresent()) {
      throw new Conflict(
          "Machine %s has the hostname %s already, and an agent; to replace that agent join with a token of that machine"
              .formatted(machine.id(), machine.description().hostname()));
    }
  }
}
