package ru.perfscale.adapters.http.memory;

import java.util.List;
import java.util.Optional;
import ru.perfscale.application.machine.AgentRepository;
import ru.perfscale.application.machine.CredentialHash;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.task.Placement;

public record MemoryAgents(Memory memory) implements AgentRepository {
  @Override
  public void enrol(Agent agent, CredentialHash credential) {
    memory.agents.values().removeIf(agent::equals);
    memory.agents.put(credential, agent);
    memory.boots.remove(agent.machine());
  }

  @Override
  public Optional<Present> present(Agent agent) {
    if (!memory.agents.containsValue(agent)) {
      return Optional.empty();
    }
    Optional<String> boot =
        Optional.ofNullable(memory.boots.get(agent.machine())).map(AgentBoot::id);
    return Optional.of(
        new Present(boot, boot.isPresent() && !memory.silent.contains(agent.machine())));
  }

  @Override
  public Optional<Agent> find(CredentialHash credential) {
    memory.faults.check();
    return Optional.ofNullable(memory.agents.get(credential));
  }

  @Override
  public void attach(Agent agent, AgentBoot boot) {
    memory.boots.put(agent.machine(), boot);
    memory.silent.remove(agent.machine());
    memory.draining.remove(agent.machine());
  }

  @Override
  public boolean heard(Agent agent, String boot) {
    memory.faults.check();
    AgentBoot present = memory.boots.get(agent.machine());
    return present != null && present.id().equals(boot);
  }

  @Override
  public void drain(Agent agent, String boot) {
    memory.draining.add(agent.machine());
  }

  @Override
  public List<Placement.Candidate> candidates(TenantId tenant) {
    return Memory.copyOf(memory.machines).stream()
        .filter(machine -> machine.tenant().equals(tenant))
        .map(
            machine -> {
              AgentBoot boot =
                  memory.boots.getOrDefault(
                      machine.id(), new AgentBoot("none", java.util.Set.of(), java.util.Set.of()));
              return new Placement.Candidate(
                  machine.id(),
                  machine.description().name(),
                  memory.statusOf(machine.id()),
                  boot.installed(),
                  boot.installable());
            })
        .toList();
  }
}
