package ru.perfscale.application.machine;

import java.time.InstantSource;
import ru.perfscale.application.Transactions;
import ru.perfscale.application.audit.AuditEntry;
import ru.perfscale.application.audit.AuditEntry.Action;
import ru.perfscale.application.audit.AuditLog;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineDescription;

/** A member adds a machine to the workspace. */
public final class RegisterMachine {
  private final MachineRepository machines;
  private final AuditLog audit;
  private final Transactions transactions;
  private final InstantSource clock;

  public RegisterMachine(
      MachineRepository machines, AuditLog audit, Transactions transactions, InstantSource clock) {
    this.machines = machines;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  public Machine register(Principal principal, MachineDescription description) {
    TenantId tenant = principal.tenantFor(Role.MEMBER);
    Machine machine = Machine.register(tenant, description, clock.instant());
    transactions.run(
        () -> {
          machines.add(machine);
          audit.add(
              AuditEntry.by(principal, tenant, Action.MACHINE_REGISTERED, machine.id().value())
                  .with("hostname", description.hostname().value()));
        });
    return machine;
  }
}
