package ru.perfscale.adapters.persistence.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.application.machine.AgentRepository.Present;
import ru.perfscale.application.machine.CredentialHash;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineStatus;
import ru.perfscale.domain.task.Placement.Candidate;

/** What every {@code AgentRepository} does. */
interface AgentRepositoryContract {
  Storage storage();

  /** Makes the agent have been heard this long ago, for the last time. */
  void silence(Agent agent, Duration since);

  private Workspace workspace() {
    return Workspace.in(storage());
  }

  @Test
  default void anAgentIsFoundByItsCredential() {
    Workspace workspace = workspace();
    Agent agent = workspace.enrolled(workspace.machine("worker"));

    assertThat(storage().agents().find(CredentialHash.of(agent.machine().value()))).contains(agent);
    assertThat(storage().agents().find(CredentialHash.of("guess"))).isEmpty();
  }

  @Test
  default void aNewCredentialKillsTheOldOne() {
    Workspace workspace = workspace();
    Agent agent = workspace.enrolled(workspace.machine("worker"));
    storage().agents().enrol(agent, CredentialHash.of("new " + agent.machine()));

    assertThat(storage().agents().find(CredentialHash.of(agent.machine().value()))).isEmpty();
    assertThat(storage().agents().find(CredentialHash.of("new " + agent.machine())))
        .contains(agent);
  }

  @Test
  default void whichLifeIsPresentIsKnownUntilAnotherCredentialIsGiven() {
    Workspace workspace = workspace();
    Machine machine = workspace.machine("worker");
    assertThat(storage().agents().present(new Agent(machine.id(), workspace.tenant()))).isEmpty();
    Agent agent = workspace.enrolled(machine);
    assertThat(storage().agents().present(agent)).contains(new Present(Optional.empty(), false));

    storage().agents().attach(agent, new AgentBoot("b", Set.of(), Set.of()));
    assertThat(storage().agents().present(agent)).contains(new Present(Optional.of("b"), true));
    silence(agent, Duration.ofSeconds(10));
    assertThat(storage().agents().present(agent)).contains(new Present(Optional.of("b"), false));

    storage().agents().heard(agent, "b");
    storage().agents().enrol(agent, CredentialHash.of("new " + agent.machine()));
    assertThat(storage().agents().present(agent)).contains(new Present(Optional.empty(), false));
    assertThat(storage().agents().heard(agent, "b")).isFalse();
  }

  @Test
  default void aLifeThatALaterOneReplacedNeverBeginsAgain() {
    Workspace workspace = workspace();
    Agent agent = workspace.enrolled(workspace.machine("worker"));
    storage().agents().attach(agent, life("first"));
    storage().agents().attach(agent, life("third", "first", "second", "third"));
    silence(agent, Duration.ofSeconds(10));

    for (String late : List.of("first", "second")) {
      assertThatThrownBy(() -> storage().agents().attach(agent, life(late)))
          .isInstanceOf(Conflict.class);
    }
    assertThat(storage().agents().present(agent))
        .contains(new Present(Optional.of("third"), false));

    storage().agents().attach(agent, life("third", "first", "second"));
    storage().agents().attach(agent, life("fourth", "third"));
    assertThatThrownBy(() -> storage().agents().attach(agent, life("first")))
        .isInstanceOf(Conflict.class);
  }

  @Test
  default void theLastLivesThatWereReplacedAreRemembered() {
    Workspace workspace = workspace();
    Agent agent = workspace.enrolled(workspace.machine("worker"));
    for (int i = 1; i <= 40; i++) {
      storage().agents().attach(agent, life("life-" + i, "life-" + (i - 1)));
    }
    assertThatThrownBy(() -> storage().agents().attach(agent, life("life-25")))
        .isInstanceOf(Conflict.class);
    storage().agents().attach(agent, life("life-5"));
  }

  private static AgentBoot life(String boot, String... replaces) {
    return new AgentBoot(
        boot,
        Set.of(),
        Set.of(),
        new AgentBoot.Details(Optional.empty(), Map.of(), Set.of(replaces)));
  }

  @Test
  default void anAgentThatDrainsIsOutOfRotationUntilItsNextLife() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");

    storage().agents().drain(agent, "an earlier life");
    assertThat(candidateStatus(workspace)).isEqualTo(MachineStatus.ONLINE);
    storage().agents().drain(agent, Workspace.BOOT);
    assertThat(candidateStatus(workspace)).isEqualTo(MachineStatus.MAINTENANCE);

    storage().agents().attach(agent, new AgentBoot("boot-2", Set.of(), Set.of()));
    assertThat(candidateStatus(workspace)).isEqualTo(MachineStatus.ONLINE);
  }

  private MachineStatus candidateStatus(Workspace workspace) {
    return storage().agents().candidates(workspace.tenant()).getFirst().status();
  }

  @Test
  default void nobodyServesARemovedMachine() {
    Workspace workspace = workspace();
    Machine machine = workspace.machine("worker");
    storage().machines().remove(workspace.tenant(), machine.id());

    assertThatThrownBy(() -> workspace.enrolled(machine)).isInstanceOf(NotFound.class);
    Agent agent = new Agent(machine.id(), workspace.tenant());
    assertThatThrownBy(
            () -> storage().agents().attach(agent, new AgentBoot("b", Set.of(), Set.of())))
        .isInstanceOf(NotFound.class);
    assertThat(storage().agents().heard(agent, "b")).isFalse();
  }

  @Test
  default void onlyThePresentLifeOfAnAgentIsHeard() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");
    assertThat(storage().agents().heard(agent, Workspace.BOOT)).isTrue();

    storage().agents().attach(agent, new AgentBoot("boot-2", Set.of(), Set.of()));

    assertThat(storage().agents().heard(agent, Workspace.BOOT)).isFalse();
    assertThat(storage().agents().heard(agent, "boot-2")).isTrue();
  }

  @Test
  default void anAgentOfAnotherTenantIsNotHeard() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");
    Agent impostor = new Agent(agent.machine(), workspace().tenant());

    assertThat(storage().agents().heard(impostor, Workspace.BOOT)).isFalse();
  }

  @Test
  default void candidatesAreTheTenantsMachinesTheOldestFirstWithTheirTools() {
    Workspace workspace = workspace();
    Machine first = workspace.machine("first");
    Agent second = workspace.serving("second", EnumSet.of(Tool.K6, Tool.CUSTOM));
    storage()
        .agents()
        .attach(
            second, new AgentBoot(Workspace.BOOT, EnumSet.of(Tool.K6), EnumSet.of(Tool.JMETER)));
    workspace().serving("somebody-elses");

    assertThat(storage().agents().candidates(workspace.tenant()))
        .containsExactly(
            new Candidate(first.id(), "name of first", MachineStatus.OFFLINE, Set.of(), Set.of()),
            new Candidate(
                second.machine(),
                "name of second",
                MachineStatus.ONLINE,
                Set.of(Tool.K6),
                Set.of(Tool.JMETER)));
  }

  @Test
  default void aRemovedMachineIsNoCandidate() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");
    storage().machines().remove(workspace.tenant(), agent.machine());

    assertThat(storage().agents().candidates(workspace.tenant())).isEmpty();
  }

  @Test
  default void anOfferOfTheSameTransactionTakesTheMachine() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");
    storage()
        .transactions()
        .run(
            () -> {
              workspace.offered(agent);
              assertThat(storage().agents().candidates(workspace.tenant()))
                  .extracting(Candidate::status)
                  .containsExactly(MachineStatus.BUSY);
            });
  }
}
