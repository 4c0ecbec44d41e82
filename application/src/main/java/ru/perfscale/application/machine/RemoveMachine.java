package ru.perfscale.application.machine;

import ru.perfscale.application.Transactions;
import ru.perfscale.application.audit.AuditEntry;
import ru.perfscale.application.audit.AuditEntry.Action;
import ru.perfscale.application.audit.AuditLog;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.MachineId;

/** A member takes a machine from the workspace, unless it runs something. */
public final class RemoveMachine {
  private final MachineRepository machines;
  private final AuditLog audit;
  private final Transactions transactions;

  public RemoveMachine(MachineRepository machines, AuditLog audit, Transactions transactions) {
    this.machines = machines;
    this.audit = audit;
    this.transactions = transactions;
  }

  public void remove(Principal principal, MachineId id) {
    TenantId tenant = principal.tenantFor(Role.MEMBER);
    transactions.run(
        () -> {
          if (!machines.remove(tenant, id)) {
            throw new NotFound("Machine", id.value());
          }
          audit.add(AuditEntry.by(principal, tenant, Action.MACHINE_REMOVED, id.value()));
        });
  }
}
