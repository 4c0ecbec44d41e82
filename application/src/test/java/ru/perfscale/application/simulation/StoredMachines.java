package ru.perfscale.application.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ru.perfscale.application.machine.MachineRepository;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.Hostname;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineId;

/** The machines of a schedule, which nobody changes. */
final class StoredMachines implements MachineRepository {
  private final Map<MachineId, Machine> machines = new LinkedHashMap<>();

  @Override
  public void add(Machine machine) {
    machines.put(machine.id(), machine);
  }

  @Override
  public Optional<Machine> find(TenantId tenant, MachineId id) {
    return Optional.ofNullable(machines.get(id)).filter(m -> m.tenant().equals(tenant));
  }

  @Override
  public Optional<Machine> findByHostname(TenantId tenant, Hostname hostname) {
    throw new AssertionError("Nobody enrols here");
  }

  @Override
  public List<Machine> page(TenantId tenant, Optional<MachineId> after, int limit) {
    throw new AssertionError("Nobody reads pages here");
  }

  @Override
  public Optional<Machine> lock(TenantId tenant, MachineId id) {
    throw new AssertionError("Nobody changes a machine here");
  }

  @Override
  public void save(Machine machine) {
    throw new AssertionError("Nobody changes a machine here");
  }

  @Override
  public boolean remove(TenantId tenant, MachineId id) {
    throw new AssertionError("Nobody removes a machine here");
  }
}
