package ru.perfscale.application.simulation;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import ru.perfscale.application.machine.AgentRepository;
import ru.perfscale.application.machine.CredentialHash;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.machine.MachineStatus;
import ru.perfscale.domain.task.Placement.Candidate;

/** Agents and their machines in the simulated database. */
final class StoredAgents implements AgentRepository {
  private static final Duration IN_CONTACT = Duration.ofSeconds(9);

  private final Database database;
  private final Table<MachineId, Row> agents;
  private Predicate<MachineId> claimed = machine -> false;

  /** An agent, once it said hello. */
  record Row(
      Agent agent,
      String name,
      Optional<String> boot,
      Optional<Duration> lastHeard,
      Set<Tool> installed,
      Set<Tool> installable,
      Set<String> replaced) {
    TenantId tenant() {
      return agent.tenant();
    }

    Stream<Tool> tools() {
      return Stream.concat(installed.stream(), installable.stream());
    }

    private Row heardAt(Duration now) {
      return new Row(agent, name, boot, Optional.of(now), installed, installable, replaced);
    }

    private Row servedBy(AgentBoot life, Duration now) {
      Set<String> over = new LinkedHashSet<>(replaced);
      over.addAll(life.details().replaces());
      over.remove(life.id());
      return new Row(
          agent,
          name,
          Optional.of(life.id()),
          Optional.of(now),
          life.installed(),
          life.installable(),
          over);
    }
  }

  StoredAgents(Database database) {
    this.database = database;
    this.agents = database.table("agent");
  }

  void countOnly(Predicate<MachineId> isClaimed) {
    claimed = isClaimed;
  }

  void add(Agent agent, String name) {
    agents.put(
        agent.machine(),
        new Row(agent, name, Optional.empty(), Optional.empty(), Set.of(), Set.of(), Set.of()));
  }

  Row row(MachineId machine) {
    return agents.find(machine).orElseThrow();
  }

  List<Row> free() {
    return agents.all().stream().filter(row -> status(row) == MachineStatus.ONLINE).toList();
  }

  private MachineStatus status(Row row) {
    Duration recent = database.clock().minus(IN_CONTACT);
    if (row.lastHeard().filter(heard -> heard.compareTo(recent) >= 0).isEmpty()) {
      return MachineStatus.OFFLINE;
    }
    return claimed.test(row.agent().machine()) ? MachineStatus.BUSY : MachineStatus.ONLINE;
  }

  @Override
  public void enrol(Agent agent, CredentialHash credential) {
    throw new AssertionError("Every machine is enrolled from the beginning");
  }

  @Override
  public Optional<Agent> find(CredentialHash credential) {
    throw new AssertionError("Credentials are no part of this");
  }

  @Override
  public Optional<Present> present(Agent agent) {
    return database.statement(
        () ->
            agents
                .find(agent.machine())
                .map(row -> new Present(row.boot(), status(row) != MachineStatus.OFFLINE)));
  }

  @Override
  public void drain(Agent agent, String boot) {
    throw new AssertionError("Agents that end stop their loads here");
  }

  @Override
  public void attach(Agent agent, AgentBoot boot) {
    database.statement(
        () -> {
          agents.lock(agent.machine());
          Row row = row(agent.machine());
          if (row.replaced().contains(boot.id())) {
            throw new Conflict("This life of the agent is over: a later one has said so");
          }
          agents.put(agent.machine(), row.servedBy(boot, database.clock()));
          return true;
        });
  }

  @Override
  public boolean heard(Agent agent, String boot) {
    return database.statement(
        () -> {
          if (!row(agent.machine()).boot().equals(Optional.of(boot))) {
            return false;
          }
          agents.lock(agent.machine());
          Row row = row(agent.machine());
          if (!row.boot().equals(Optional.of(boot))) {
            return false;
          }
          agents.put(agent.machine(), row.heardAt(database.clock()));
          return true;
        });
  }

  @Override
  public List<Candidate> candidates(TenantId tenant) {
    return database.statement(
        () ->
            agents.all().stream()
                .filter(row -> row.tenant().equals(tenant))
                .map(
                    row ->
                        new Candidate(
                            row.agent().machine(),
                            row.name(),
                            status(row),
                            row.installed(),
                            row.installable()))
                .toList());
  }
}
