package ru.perfscale.application.machine;

import java.util.List;
import java.util.Optional;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.Hostname;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineId;

/** The registered machines. Status and last contact are as the database's clock sees them. */
public interface MachineRepository {
  /**
   * @throws ru.perfscale.domain.Refusal.Conflict when a living machine of the tenant has the
   *     hostname, whatever its letter case
   */
  void add(Machine machine);

  Optional<Machine> find(TenantId tenant, MachineId id);

  /** As {@link #find}; nobody else changes it until the transaction ends. */
  Optional<Machine> lock(TenantId tenant, MachineId id);

  Optional<Machine> findByHostname(TenantId tenant, Hostname hostname);

  /**
   * The oldest first, ties by id.
   *
   * @param after the last one of the page before
   * @throws ru.perfscale.domain.Refusal.Invalid when the tenant never had {@code after}
   */
  List<Machine> page(TenantId tenant, Optional<MachineId> after, int limit);

  /** Stores description, labels and maintenance of a machine that exists. */
  void save(Machine machine);

  /**
   * Takes it from the tenant's workspace; its credential dies with it.
   *
   * @return false when there was none
   * @throws ru.perfscale.domain.Refusal.Conflict when it runs something
   */
  boolean remove(TenantId tenant, MachineId id);
}
