package ru.perfscale.application.machine;

import java.util.TreeMap;
import java.util.function.UnaryOperator;
import ru.perfscale.application.Transactions;
import ru.perfscale.application.audit.AuditEntry;
import ru.perfscale.application.audit.AuditEntry.Action;
import ru.perfscale.application.audit.AuditLog;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineId;

/** A member renames a machine, labels it, or takes it out of rotation; what it runs goes on. */
public final class ChangeMachine {
  private final MachineRepository machines;
  private final AuditLog audit;
  private final Transactions transactions;

  public ChangeMachine(MachineRepository machines, AuditLog audit, Transactions transactions) {
    this.machines = machines;
    this.audit = audit;
    this.transactions = transactions;
  }

  /**
   * @param change applied to the machine as it is stored, while nobody else can change it
   * @return the machine with the status that follows from the change
   */
  public Machine change(Principal principal, MachineId id, UnaryOperator<Machine> change) {
    TenantId tenant = principal.tenantFor(Role.MEMBER);
    return transactions.call(
        () -> {
          Machine machine =
              machines.lock(tenant, id).orElseThrow(() -> new NotFound("Machine", id.value()));
          Machine changed = change.apply(machine);
          machines.save(changed);
          TreeMap<String, String> differences = differences(machine, changed);
          if (!differences.isEmpty()) {
            audit.add(
                AuditEntry.by(principal, tenant, Action.MACHINE_CHANGED, id.value())
                    .with(differences));
          }
          return machines.find(tenant, id).orElseThrow();
        });
  }

  private static TreeMap<String, String> differences(Machine was, Machine is) {
    TreeMap<String, String> differences = new TreeMap<>();
    if (!was.description().name().equals(is.description().name())) {
      differences.put("name", is.description().name());
    }
    if (!was.labels().equals(is.labels())) {
      differences.put("labels", is.labels().values().toString());
    }
    if (was.maintenance() != is.maintenance()) {
      differences.put("maintenance", Boolean.toString(is.maintenance()));
    }
    return differences;
  }
}
