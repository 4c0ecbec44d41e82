package ru.perfscale.adapters.persistence;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import ru.perfscale.application.machine.CredentialHash;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Profile;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.Definition;
import ru.perfscale.domain.loadtest.Load;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.TestStatus;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.machine.Architecture;
import ru.perfscale.domain.machine.Capacity;
import ru.perfscale.domain.machine.Hostname;
import ru.perfscale.domain.machine.IpAddress;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineDescription;
import ru.perfscale.domain.machine.OperatingSystem;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Plan;
import ru.perfscale.domain.task.Task;

/** A tenant that no other test knows, and what is stored in it. */
public record Workspace(Storage storage, TenantId tenant) {
  public static final String BOOT = "boot-1";
  public static final String SCRIPT = "export default function () {}";

  public static Workspace in(Storage storage) {
    return new Workspace(
        storage, new TenantId(TenantId.Source.CLAIM, UUID.randomUUID().toString()));
  }

  public Principal member() {
    return new Principal("sub", Optional.of(tenant), List.of("member"), Profile.EMPTY);
  }

  /** What the database stores, it stores in microseconds. */
  public static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  public Machine machine(String hostname) {
    Machine machine = Machine.register(tenant, describing(hostname), now());
    storage.machines().add(machine);
    return machine;
  }

  public static MachineDescription describing(String hostname) {
    return new MachineDescription(
        "name of " + hostname,
        new Hostname(hostname),
        Optional.of(new IpAddress("10.0.0.1")),
        OperatingSystem.LINUX,
        Architecture.ARM64,
        new Capacity(OptionalInt.of(8), Optional.of(new BigDecimal("15.5"))));
  }

  public Agent enrolled(Machine machine) {
    Agent agent = new Agent(machine.id(), tenant);
    storage.agents().enrol(agent, CredentialHash.of(machine.id().value()));
    return agent;
  }

  /** A machine whose agent is in contact and has k6. */
  public Agent serving(String hostname) {
    return serving(hostname, EnumSet.of(Tool.K6));
  }

  public Agent serving(String hostname, Set<Tool> installed) {
    Agent agent = enrolled(machine(hostname));
    storage.agents().attach(agent, new AgentBoot(BOOT, installed, Set.of()));
    return agent;
  }

  public LoadTest test(String name) {
    LoadTest test =
        LoadTest.define(
            tenant,
            new Definition(
                name,
                Tool.K6,
                SCRIPT,
                new Load(OptionalInt.of(10), Optional.of(Duration.ofSeconds(30))),
                Duration.ofMinutes(5)),
            TestStatus.ACTIVE,
            now());
    storage.tests().add(test);
    return test;
  }

  /** A task as it is just after submitting it, with its one open assignment. */
  public Task task(LoadTest test) {
    Task task = Task.submit(tenant, Plan.of(test, "demo", now()));
    storage.tasks().add(task, test.definition().script());
    return task;
  }

  public Assignment open(Task task) {
    Assignment open = Assignment.open(task.ref());
    storage.assignments().add(open);
    return open;
  }

  public Assignment offered(Agent agent) {
    Task task = task(test("offered"));
    Assignment offered = open(task).offerTo(agent.machine());
    storage.assignments().save(offered);
    return offered;
  }

  /** A task that the agent's machine runs. */
  public Assignment running(Agent agent) {
    Assignment running =
        offered(agent).acceptedBy(agent.machine(), BOOT, new ru.perfscale.domain.task.Epoch(1));
    storage.assignments().save(running);
    Task task = storage.tasks().find(running.task()).orElseThrow();
    storage.tasks().save(task.started(now()).on(List.of(agent.machine())));
    return running;
  }
}
