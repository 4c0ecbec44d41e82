package ru.perfscale.application.machine;

import java.util.List;
import java.util.Optional;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineId;

/** A viewer reads the workspace's machines page by page, the oldest first. */
public final class ListMachines {
  private final MachineRepository machines;

  public ListMachines(MachineRepository machines) {
    this.machines = machines;
  }

  public List<Machine> page(Principal principal, Optional<MachineId> after, int limit) {
    return machines.page(principal.tenantFor(Role.VIEWER), after, limit);
  }
}
