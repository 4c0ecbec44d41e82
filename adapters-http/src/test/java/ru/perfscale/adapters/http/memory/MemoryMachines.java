package ru.perfscale.adapters.http.memory;

import java.util.List;
import java.util.Optional;
import ru.perfscale.application.machine.MachineRepository;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.machine.Hostname;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.machine.Presence;

public record MemoryMachines(Memory memory) implements MachineRepository {
  @Override
  public void add(Machine machine) {
    memory.faults.check();
    if (findByHostname(machine.tenant(), machine.description().hostname()).isPresent()) {
      throw new Conflict(
          "A machine with the hostname "
              + machine.description().hostname()
              + " is registered already");
    }
    memory.machines.put(machine.id(), machine);
  }

  @Override
  public Optional<Machine> find(TenantId tenant, MachineId id) {
    memory.faults.check();
    return Optional.ofNullable(memory.machines.get(id))
        .filter(machine -> machine.tenant().equals(tenant))
        .map(this::current);
  }

  @Override
  public Optional<Machine> lock(TenantId tenant, MachineId id) {
    return find(tenant, id);
  }

  @Override
  public void save(Machine machine) {
    memory.machines.put(machine.id(), machine);
  }

  @Override
  public Optional<Machine> findByHostname(TenantId tenant, Hostname hostname) {
    memory.faults.check();
    return Memory.copyOf(memory.machines).stream()
        .filter(machine -> machine.tenant().equals(tenant))
        .filter(machine -> machine.description().hostname().key().equals(hostname.key()))
        .findFirst();
  }

  @Override
  public List<Machine> page(TenantId tenant, Optional<MachineId> after, int limit) {
    memory.faults.check();
    return Memory.page(
            Memory.copyOf(memory.machines),
            machine -> machine.tenant().equals(tenant),
            Machine::id,
            after,
            limit)
        .stream()
        .map(this::current)
        .toList();
  }

  @Override
  public boolean remove(TenantId tenant, MachineId id) {
    if (find(tenant, id).isEmpty()) {
      return false;
    }
    if (memory.isHolding(id)) {
      throw new Conflict("Machine " + id + " runs a task");
    }
    memory.agents.values().removeIf(agent -> agent.machine().equals(id));
    memory.boots.remove(id);
    return memory.machines.remove(id) != null;
  }

  private Machine current(Machine machine) {
    Optional<AgentBoot> boot = Optional.ofNullable(memory.boots.get(machine.id()));
    return new Machine(
        machine.id(),
        machine.tenant(),
        machine.description(),
        machine.labels(),
        machine.maintenance(),
        machine.registeredAt(),
        new Presence(
            memory.statusOf(machine.id()),
            machine.lastSeenAt(),
            boot.flatMap(life -> life.details().version()),
            boot.map(AgentBoot::tools).orElse(List.of())));
  }
}
