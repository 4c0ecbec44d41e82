package ru.perfscale.application.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import ru.perfscale.application.simulation.Work.Life;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.Definition;
import ru.perfscale.domain.loadtest.Load;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.LoadTestId;
import ru.perfscale.domain.loadtest.TestStatus;
import ru.perfscale.domain.loadtest.Tool;

/** Everything of one simulation: servers, machines, tests, the database and the network. */
final class World {
  /** An open poll, the grace of a stop, and the start of whatever was dead. */
  private static final Duration CALM = Duration.ofSeconds(45);

  private static final List<Tool> TOOLS = List.of(Tool.K6, Tool.CUSTOM, Tool.JMETER);

  private final long seed;
  private final Timeline time;
  private final Faults faults = new Faults();
  private final Workers workers;
  private final Store store;
  private final List<Server> servers = new ArrayList<>();
  private final List<Machine> machines = new ArrayList<>();
  private final List<LoadTest> tests = new ArrayList<>();
  private final Map<LoadTestId, Behaviour> behaviours = new HashMap<>();
  private final Map<Object, String> names = new HashMap<>();
  private final Network network;
  private final Invariants invariants;

  World(Schedule schedule, Timeline time) {
    this.seed = schedule.seed();
    this.time = time;
    workers = new Workers(time, chance("workers"), schedule.noise());
    Database database = new Database(time, workers, chance("database"), schedule.noise(), faults);
    Chance chance = chance("world");
    store =
        Store.on(
            database,
            chance.hits(0.2) ? OptionalInt.of(chance.between(1, 2)) : OptionalInt.empty());
    network = new Network(time, schedule.noise(), faults, servers);
    invariants = new Invariants(this);
    List<TenantId> tenants = new ArrayList<>();
    tenants.add(new TenantId(TenantId.Source.CLAIM, "one"));
    if (schedule.machines() > 1 && chance.hits(0.3)) {
      tenants.add(new TenantId(TenantId.Source.CLAIM, "two"));
    }
    for (int i = 0; i < schedule.machines(); i++) {
      boolean first = i < tenants.size();
      Machine machine = machine("m" + (i + 1), tenants.get(i % tenants.size()), first, chance);
      machines.add(machine);
      store.machines().add(machine.registered());
    }
    for (int i = 0; i < 4; i++) {
      addTest(tenants.get(i % tenants.size()), Behaviour.of(chance, chance.oneOf(TOOLS)));
    }
    workers.run("set up", new Life("nobody", () -> {}), () -> database.run(this::addAgents));
    workers.disturb();
    database.disturb();
    for (int i = 0; i < schedule.servers(); i++) {
      servers.add(new Server("s" + (i + 1), time, workers, store, invariants::alarm));
    }
    machines.forEach(machine -> time.after(chance.upTo(Duration.ofSeconds(3)), machine::start));
  }

  /** The first machine of a tenant can run everything. */
  private Machine machine(String name, TenantId tenant, boolean first, Chance chance) {
    Set<Tool> installed = new LinkedHashSet<>();
    Set<Tool> installable = new LinkedHashSet<>();
    for (Tool tool : TOOLS) {
      if (chance.hits(0.6)) {
        installed.add(tool);
      } else if (first || chance.hits(0.5)) {
        installable.add(tool);
      }
    }
    return new Machine(name, tenant, installed, installable, this);
  }

  private void addTest(TenantId tenant, Behaviour behaviour) {
    LoadTest test =
        LoadTest.define(
            tenant,
            new Definition("test", behaviour.tool(), "script", Load.BY_SCRIPT, behaviour.limit()),
            TestStatus.ACTIVE,
            Instant.EPOCH);
    store.tests().add(test);
    tests.add(test);
    behaviours.put(test.id(), behaviour);
  }

  private void addAgents() {
    machines.forEach(machine -> store.agents().add(machine.agent(), machine.name()));
  }

  Chance chance(String whose) {
    return new Chance(seed, whose);
  }

  Timeline time() {
    return time;
  }

  Faults faults() {
    return faults;
  }

  Workers workers() {
    return workers;
  }

  Store store() {
    return store;
  }

  List<Server> servers() {
    return servers;
  }

  List<Machine> machines() {
    return machines;
  }

  List<LoadTest> tests() {
    return tests;
  }

  Network network() {
    return network;
  }

  Invariants invariants() {
    return invariants;
  }

  /** How many machines of a test's tenant can run it. */
  int machinesFor(LoadTest test) {
    Tool tool = test.definition().tool();
    return Math.toIntExact(
        machines.stream()
            .filter(machine -> machine.agent().tenant().equals(test.tenant()))
            .filter(machine -> machine.canRun(tool))
            .count());
  }

  Behaviour behaviour(LoadTestId test) {
    return behaviours.get(test);
  }

  /** A short name that is the same whenever the seed is. */
  String name(Object id) {
    return names.computeIfAbsent(
        id, i -> i.getClass().getSimpleName().substring(0, 1).toLowerCase() + (names.size() + 1));
  }

  /** All faults are over, and none comes any more. */
  void calmDown() {
    time.say("from here on nothing goes wrong");
    workers.calmDown();
    store.database().calmDown();
    network.calmDown();
    servers.forEach(Server::thaw);
    invariants.calmBegins();
    time.after(CALM, invariants::checkCalm);
    for (Machine machine : machines) {
      machine.cut(false, false);
      machine.thaw();
      restart(machine);
    }
  }

  /** Starts a machine's agent once nothing is left of an earlier process. */
  void restart(Machine machine) {
    if (machine.isClean()) {
      machine.start();
    } else {
      time.after(Duration.ofMillis(100), () -> restart(machine));
    }
  }

  /** Whether nothing is left to do for anybody. */
  boolean isIdle() {
    return store.tasks().table().all().stream().allMatch(task -> task.status().isTerminal())
        && store.frames().areFigured()
        && machines.stream()
            .allMatch(
                machine ->
                    machine.isClean()
                        && machine.journal().isEmpty()
                        && machine.process().stream().allMatch(SimulatedAgent::isIdle));
  }

  Map<String, Integer> ends() {
    Map<String, Integer> ends = new LinkedHashMap<>();
    store
        .tasks()
        .table()
        .all()
        .forEach(task -> ends.merge(task.status().wireName(), 1, Integer::sum));
    return ends;
  }
}
