package ru.perfscale.application.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.machine.Architecture;
import ru.perfscale.domain.machine.Capacity;
import ru.perfscale.domain.machine.Hostname;
import ru.perfscale.domain.machine.Labels;
import ru.perfscale.domain.machine.MachineDescription;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.machine.OperatingSystem;
import ru.perfscale.domain.machine.Presence;

/** A load generator: what outlives the processes of its agent, and the loads that run on it. */
final class Machine {
  private final String name;
  private final Agent agent;
  private final World world;
  private final Set<Tool> installed;
  private final Set<Tool> installable;
  private final Set<SimulatedLoad> loads = new LinkedHashSet<>();
  private final Map<Offered, Spool> journal = new LinkedHashMap<>();
  private final Set<String> remembered = new LinkedHashSet<>();
  private final boolean keepsJournal;
  private final Chance chance;
  private Optional<SimulatedAgent> process = Optional.empty();
  private Duration absent = Duration.ZERO;
  private boolean deaf;
  private boolean mute;
  private int lives;

  Machine(String name, TenantId tenant, Set<Tool> installed, Set<Tool> installable, World world) {
    this.name = name;
    this.agent = new Agent(MachineId.next(), tenant);
    this.installed = new LinkedHashSet<>(installed);
    this.installable = installable;
    this.world = world;
    this.chance = world.chance(name);
    this.keepsJournal = chance.hits(0.5);
  }

  /** As the control plane has it. */
  ru.perfscale.domain.machine.Machine registered() {
    return new ru.perfscale.domain.machine.Machine(
        agent.machine(),
        agent.tenant(),
        new MachineDescription(
            name,
            new Hostname(name),
            Optional.empty(),
            OperatingSystem.LINUX,
            Architecture.AMD64,
            Capacity.UNKNOWN),
        Labels.NONE,
        false,
        Instant.EPOCH,
        Presence.NONE);
  }

  Agent agent() {
    return agent;
  }

  String name() {
    return name;
  }

  Chance chance() {
    return chance;
  }

  Set<Tool> installed() {
    return installed;
  }

  Set<Tool> installable() {
    return installable;
  }

  boolean canRun(Tool tool) {
    return installed.contains(tool) || installable.contains(tool);
  }

  boolean keepsJournal() {
    return keepsJournal;
  }

  /** What is on the disk of what is not delivered yet. */
  Map<Offered, Spool> journal() {
    return journal;
  }

  /** A new life; the earlier ones are over, and it names those that may be known. */
  AgentBoot nextLife() {
    Set<String> before = Set.copyOf(remembered);
    lives++;
    String boot = name + "-" + lives;
    remembered.add(boot);
    return new AgentBoot(
        boot, installed, installable, new AgentBoot.Details(Optional.empty(), Map.of(), before));
  }

  /** The control plane knows this life: none before it matters any more. */
  void known(String boot) {
    remembered.retainAll(Set.of(boot));
  }

  void start() {
    if (process.isEmpty()) {
      world.time().say("%s: its agent is started", name);
      SimulatedAgent started = new SimulatedAgent(this, world);
      process = Optional.of(started);
      started.begin();
    }
  }

  /**
   * As kill −9: the supervisors end the loads within a second.
   *
   * @param away until another process is started
   */
  void kill(Duration away) {
    if (process.isPresent()) {
      world.time().say("%s: its agent is killed", name);
      absent = away;
      ended();
    }
  }

  /** The process is over, however that came. */
  void ended() {
    process.ifPresent(SimulatedAgent::die);
    process = Optional.empty();
    List.copyOf(loads).forEach(load -> load.orphaned(chance.upTo(Duration.ofSeconds(1))));
    world.time().after(absent, () -> world.restart(this));
  }

  /**
   * Asks it to end; it takes what time it needs.
   *
   * @param away until another process is started
   */
  void drain(Duration away) {
    world.time().say("%s: its agent is asked to end", name);
    absent = away;
    process.ifPresent(SimulatedAgent::drain);
  }

  /** Whether a new process could begin: what an earlier one left is looked for first. */
  boolean isClean() {
    return loads.isEmpty();
  }

  void freeze() {
    world.time().say("%s: its agent is frozen", name);
    process.ifPresent(SimulatedAgent::freeze);
    List.copyOf(loads).forEach(SimulatedLoad::engineFrozen);
  }

  void thaw() {
    process.ifPresent(SimulatedAgent::thaw);
  }

  Optional<SimulatedAgent> process() {
    return process;
  }

  Set<SimulatedLoad> loads() {
    return loads;
  }

  void cut(boolean toServer, boolean fromServer) {
    world.time().say("%s: network, out %s, in %s", name, !toServer, !fromServer);
    mute = toServer;
    deaf = fromServer;
  }

  boolean isMute() {
    return mute;
  }

  boolean isDeaf() {
    return deaf;
  }

  @Override
  public String toString() {
    return name;
  }
}
