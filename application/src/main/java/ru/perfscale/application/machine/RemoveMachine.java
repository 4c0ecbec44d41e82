package ru.perfscale.application.machine;

import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.machine.MachineId;

/** A member takes a machine from the workspace, unless it runs something. */
public final class RemoveMachine {
  private final MachineRepository machines;

  public RemoveMachine(MachineRepository machines) {
    this.machines = machines;
  }

  public void remove(Principal principal, MachineId id) {
    if (!machines.remove(principal.tenantFor(Role.MEMBER), id)) {
      throw new NotFound("Machine", id.value());
    }
  }
}
