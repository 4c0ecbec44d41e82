package ru.perfscale.application.machine;

import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineId;

/** A viewer looks at one machine. */
public final class FindMachine {
  private final MachineRepository machines;

  public FindMachine(MachineRepository machines) {
    this.machines = machines;
  }

  public Machine find(Principal principal, MachineId id) {
    return machines
        .find(principal.tenantFor(Role.VIEWER), id)
        .orElseThrow(() -> new NotFound("Machine", id.value()));
  }
}
