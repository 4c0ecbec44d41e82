package ru.perfscale.application.machine;

import java.time.InstantSource;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineDescription;

/** A member adds a machine to the workspace. */
public final class RegisterMachine {
  private final MachineRepository machines;
  private final InstantSource clock;

  public RegisterMachine(MachineRepository machines, InstantSource clock) {
    this.machines = machines;
    this.clock = clock;
  }

  public Machine register(Principal principal, MachineDescription description) {
    Machine machine =
        Machine.register(principal.tenantFor(Role.MEMBER), description, clock.instant());
    machines.add(machine);
    return machine;
  }
}
