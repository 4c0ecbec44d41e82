package ru.perfscale.adapters.persistence.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.application.machine.CredentialHash;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.Refusal.Invalid;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.machine.AgentBoot.Details;
import ru.perfscale.domain.machine.Capacity;
import ru.perfscale.domain.machine.Hostname;
import ru.perfscale.domain.machine.Labels;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineDescription;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.machine.MachineStatus;
import ru.perfscale.domain.machine.MachineTool;
import ru.perfscale.domain.machine.Presence;
import ru.perfscale.domain.task.Assignment;

/** What every {@code MachineRepository} does. */
interface MachineRepositoryContract {
  Storage storage();

  /** Makes the agent have been heard this long ago, for the last time. */
  void silence(Agent agent, Duration since);

  /** Takes the machine out of rotation. */
  void maintain(Agent agent);

  private Workspace workspace() {
    return Workspace.in(storage());
  }

  @Test
  default void whatWasAddedIsFoundAsItWas() {
    Workspace workspace = workspace();
    Machine machine = workspace.machine("Worker-01.internal");

    assertThat(storage().machines().find(workspace.tenant(), machine.id())).contains(machine);
  }

  @Test
  default void whatIsNotKnownOfAMachineStaysUnknown() {
    Workspace workspace = workspace();
    MachineDescription full = Workspace.describing("bare");
    Machine bare =
        Machine.register(
            workspace.tenant(),
            new MachineDescription(
                "bare",
                full.hostname(),
                Optional.empty(),
                full.os(),
                full.arch(),
                Capacity.UNKNOWN),
            Workspace.now());
    storage().machines().add(bare);

    assertThat(storage().machines().find(workspace.tenant(), bare.id())).contains(bare);
  }

  @Test
  default void whatIsChangedOfAMachineIsStored() {
    Workspace workspace = workspace();
    Machine machine = workspace.machine("worker");
    Machine changed =
        machine
            .described(machine.description().named("renamed"))
            .labelled(Labels.of(Map.of("zone", "a", "disk", "\"ssd\"")));

    storage().machines().save(changed);
    assertThat(storage().machines().lock(workspace.tenant(), machine.id())).contains(changed);

    storage().machines().save(changed.inMaintenance(true));
    assertThat(status(workspace, machine.id())).isEqualTo(MachineStatus.MAINTENANCE);

    storage().machines().remove(workspace.tenant(), machine.id());
    assertThatThrownBy(() -> storage().machines().save(changed)).isInstanceOf(NotFound.class);
  }

  @Test
  default void whatTheAgentToldIsKnownOfItsMachine() {
    Workspace workspace = workspace();
    Agent agent = workspace.enrolled(workspace.machine("worker"));
    AgentBoot boot =
        new AgentBoot(
            "b",
            Set.of(Tool.CUSTOM, Tool.K6),
            Set.of(Tool.JMETER),
            new Details(Optional.of("0.1.0"), Map.of(Tool.K6, "2.2.0"), Set.of()));

    storage().agents().attach(agent, boot);

    Presence presence =
        storage().machines().find(workspace.tenant(), agent.machine()).orElseThrow().presence();
    assertThat(presence.agentVersion()).contains("0.1.0");
    assertThat(presence.tools())
        .containsExactly(
            new MachineTool(Tool.K6, Optional.of("2.2.0"), true),
            new MachineTool(Tool.JMETER, Optional.empty(), false),
            new MachineTool(Tool.CUSTOM, Optional.empty(), true));
  }

  @Test
  default void anotherTenantSeesNothing() {
    Workspace mine = workspace();
    Workspace others = workspace();
    Machine machine = mine.machine("worker");

    assertThat(storage().machines().find(others.tenant(), machine.id())).isEmpty();
    assertThat(storage().machines().findByHostname(others.tenant(), new Hostname("worker")))
        .isEmpty();
    assertThat(storage().machines().page(others.tenant(), Optional.empty(), 10)).isEmpty();
    assertThat(storage().machines().remove(others.tenant(), machine.id())).isFalse();
    assertThat(storage().machines().find(mine.tenant(), machine.id())).isPresent();
  }

  @Test
  default void aHostnameIsTakenOncePerTenantWhateverItsLetterCase() {
    Workspace workspace = workspace();
    workspace.machine("Runner.example.com");

    assertThatThrownBy(() -> workspace.machine("runner.EXAMPLE.com"))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("runner.EXAMPLE.com");
    assertThat(workspace().machine("runner.example.com")).isNotNull();
    assertThat(
            storage()
                .machines()
                .findByHostname(workspace.tenant(), new Hostname("RUNNER.example.com")))
        .isPresent();
  }

  @Test
  default void aRefusedHostnameLeavesTheTransactionUsable() {
    Workspace workspace = workspace();
    workspace.machine("twice");
    storage()
        .transactions()
        .run(
            () -> {
              assertThatThrownBy(() -> workspace.machine("twice")).isInstanceOf(Conflict.class);
              workspace.machine("other");
            });

    assertThat(storage().machines().page(workspace.tenant(), Optional.empty(), 10)).hasSize(2);
  }

  @Test
  default void theHostnameOfARemovedMachineIsFreeAgain() {
    Workspace workspace = workspace();
    Machine removed = workspace.machine("worker");
    storage().machines().remove(workspace.tenant(), removed.id());

    Machine next = workspace.machine("worker");

    assertThat(storage().machines().findByHostname(workspace.tenant(), new Hostname("worker")))
        .contains(next);
  }

  @Test
  default void pagesRunThroughAllTheOldestFirst() {
    Workspace workspace = workspace();
    List<Machine> all = List.of("a", "b", "c", "d", "e").stream().map(workspace::machine).toList();
    List<Machine> read = new java.util.ArrayList<>();
    Optional<MachineId> after = Optional.empty();
    List<Machine> page;
    do {
      page = storage().machines().page(workspace.tenant(), after, 2);
      read.addAll(page);
      after = page.isEmpty() ? after : Optional.of(page.getLast().id());
    } while (!page.isEmpty());

    assertThat(read).isEqualTo(all);
  }

  @Test
  default void machinesOfOneInstantAreOrderedByTheirIds() {
    Workspace workspace = workspace();
    java.time.Instant now = Workspace.now();
    List<Machine> all =
        List.of("a", "b", "c").stream()
            .map(name -> Machine.register(workspace.tenant(), Workspace.describing(name), now))
            .sorted(java.util.Comparator.comparing(machine -> machine.id().value()))
            .toList();
    all.reversed().forEach(storage().machines()::add);

    assertThat(storage().machines().page(workspace.tenant(), Optional.empty(), 2))
        .isEqualTo(all.subList(0, 2));
    assertThat(storage().machines().page(workspace.tenant(), Optional.of(all.get(1).id()), 2))
        .isEqualTo(all.subList(2, 3));
  }

  @Test
  default void aPageBeginsBehindAMachineThatWasRemovedMeanwhile() {
    Workspace workspace = workspace();
    Machine first = workspace.machine("a");
    Machine second = workspace.machine("b");
    storage().machines().remove(workspace.tenant(), first.id());

    assertThat(storage().machines().page(workspace.tenant(), Optional.of(first.id()), 10))
        .containsExactly(second);
  }

  @Test
  default void aPageBehindSomeoneElsesMachineIsRefused() {
    Workspace workspace = workspace();
    Machine foreign = workspace().machine("a");

    assertThatThrownBy(
            () -> storage().machines().page(workspace.tenant(), Optional.of(foreign.id()), 10))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("after")
        .hasMessageContaining(foreign.id().value());
  }

  @Test
  default void aRemovedMachineIsGoneAndItsCredentialIsDead() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");

    assertThat(storage().machines().remove(workspace.tenant(), agent.machine())).isTrue();

    assertThat(storage().machines().find(workspace.tenant(), agent.machine())).isEmpty();
    assertThat(storage().agents().find(CredentialHash.of(agent.machine().value()))).isEmpty();
    assertThat(storage().machines().remove(workspace.tenant(), agent.machine())).isFalse();
  }

  @Test
  default void aMachineThatRunsSomethingIsNotRemoved() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");
    Assignment running = workspace.running(agent);

    assertThatThrownBy(() -> storage().machines().remove(workspace.tenant(), agent.machine()))
        .isInstanceOf(Conflict.class)
        .hasMessage(
            "Machine name of worker runs task %s; cancel it first", running.task().id().value());

    storage().assignments().save(running.finished());
    assertThat(storage().machines().remove(workspace.tenant(), agent.machine())).isTrue();
  }

  @Test
  default void aMachineIsOfflineUntilAnAgentServesIt() {
    Workspace workspace = workspace();
    Machine machine = workspace.machine("worker");
    assertThat(status(workspace, machine.id())).isEqualTo(MachineStatus.OFFLINE);

    workspace.enrolled(machine);
    assertThat(status(workspace, machine.id())).isEqualTo(MachineStatus.OFFLINE);
  }

  @Test
  default void aMachineIsOnlineForNineSecondsAfterItsAgentWasHeard() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");
    assertThat(status(workspace, agent.machine())).isEqualTo(MachineStatus.ONLINE);

    silence(agent, Duration.ofMillis(10_000));
    assertThat(status(workspace, agent.machine())).isEqualTo(MachineStatus.OFFLINE);

    storage().agents().heard(agent, Workspace.BOOT);
    assertThat(status(workspace, agent.machine())).isEqualTo(MachineStatus.ONLINE);
    assertThat(
            storage()
                .machines()
                .find(workspace.tenant(), agent.machine())
                .orElseThrow()
                .lastSeenAt())
        .isPresent();
  }

  @Test
  default void aMachineIsBusyFromTheOfferToTheEnd() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");
    Assignment running = workspace.running(agent);
    assertThat(status(workspace, agent.machine())).isEqualTo(MachineStatus.BUSY);

    storage().assignments().save(running.finished());
    assertThat(status(workspace, agent.machine())).isEqualTo(MachineStatus.ONLINE);

    workspace.offered(agent);
    assertThat(status(workspace, agent.machine())).isEqualTo(MachineStatus.BUSY);
  }

  @Test
  default void aBusyMachineOutOfContactIsOffline() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");
    workspace.running(agent);
    silence(agent, Duration.ofSeconds(10));

    assertThat(status(workspace, agent.machine())).isEqualTo(MachineStatus.OFFLINE);
  }

  @Test
  default void aMachineInMaintenanceIsThatWhateverItsAgentDoes() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");
    maintain(agent);

    assertThat(status(workspace, agent.machine())).isEqualTo(MachineStatus.MAINTENANCE);
  }

  private MachineStatus status(Workspace workspace, MachineId id) {
    return storage().machines().find(workspace.tenant(), id).orElseThrow().status();
  }
}
