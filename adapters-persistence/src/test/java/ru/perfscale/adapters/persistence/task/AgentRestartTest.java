package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.SummingHistograms;
import ru.perfscale.adapters.persistence.UseCases;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.application.task.AcceptOffer.Acceptance;
import ru.perfscale.application.task.AssignmentRepository;
import ru.perfscale.application.task.AttachAgent;
import ru.perfscale.application.task.EndAssignment;
import ru.perfscale.application.task.LoseAssignment;
import ru.perfscale.application.task.WithdrawOffers;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.MachineSelection;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskRef;
import ru.perfscale.domain.task.TaskStatus;

/** An agent says hello while it accepts an offer, in this life or in an earlier one. */
final class AgentRestartTest {
  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  private final Storage storage = database.storage();
  private final UseCases server = UseCases.over(storage);
  private final Workspace workspace = Workspace.in(storage);
  private final Agent agent = workspace.serving("worker");
  private final Task task =
      server.submit().submit(workspace.member(), workspace.test("t").id(), MachineSelection.ONE);
  private final Assignment offered = storage.assignments().heldBy(agent).getFirst().assignment();

  @Test
  void aSecondHelloOfTheSameLifeKeepsWhatItAcceptedMeanwhile() {
    attachingWhile(this::accept).attach(agent, boot(Workspace.BOOT));

    assertThat(stored().status()).isEqualTo(TaskStatus.RUNNING);
  }

  @Test
  void whatAnEarlierLifeAcceptedMeanwhileIsLost() {
    attachingWhile(this::accept).attach(agent, boot("boot-2"));

    assertThat(stored().status()).isEqualTo(TaskStatus.FAILED);
    assertThat(storage.assignments().heldBy(agent)).isEmpty();
  }

  @Test
  void whatWasWithdrawnMeanwhileAndRunsOnAnotherMachineGoesOn() {
    attachingWhile(() -> runOn(workspace.serving("another"))).attach(agent, boot("boot-2"));

    assertThat(stored().status()).isEqualTo(TaskStatus.RUNNING);
  }

  @Test
  void anEarlierLifeAcceptsNothing() {
    storage.agents().attach(agent, boot("boot-2"));

    assertThatThrownBy(this::accept).isInstanceOf(Conflict.class);
    assertThat(stored().status()).isEqualTo(TaskStatus.PENDING);
  }

  private void accept() {
    server
        .accept()
        .accept(
            agent, new Acceptance(offered.id(), offered.epoch(), Workspace.BOOT, Optional.empty()));
  }

  private void runOn(Agent another) {
    Assignment again = offered.withdrawn().offerTo(another.machine());
    storage.assignments().save(again);
    server
        .accept()
        .accept(
            another, new Acceptance(again.id(), again.epoch(), Workspace.BOOT, Optional.empty()));
  }

  private Task stored() {
    return storage.tasks().find(task.ref()).orElseThrow();
  }

  private static AgentBoot boot(String id) {
    return new AgentBoot(id, EnumSet.of(Tool.K6), Set.of());
  }

  private AttachAgent attachingWhile(Runnable meanwhile) {
    AssignmentRepository interrupted = new Interrupted(storage.assignments(), meanwhile);
    return new AttachAgent(
        storage.agents(),
        interrupted,
        new LoseAssignment(
            storage.tasks(),
            storage.frames(),
            new EndAssignment(
                storage.tasks(),
                interrupted,
                storage.machines(),
                new EndAssignment.Stored(storage.reports(), storage.frames(), storage.seconds()),
                new SummingHistograms(),
                UseCases::holds),
            InstantSource.system()),
        new WithdrawOffers(storage.tasks(), interrupted),
        server.place(),
        storage.transactions());
  }

  /** Something else happens between looking at what an agent holds and locking it. */
  private record Interrupted(AssignmentRepository stored, Runnable meanwhile)
      implements AssignmentRepository {
    @Override
    public Map<MachineId, Long> states(Set<MachineId> machines) {
      return stored.states(machines);
    }

    @Override
    public List<Held> heldBy(Agent agent) {
      List<Held> held = stored.heldBy(agent);
      meanwhile.run();
      return held;
    }

    @Override
    public void add(Assignment assignment) {
      stored.add(assignment);
    }

    @Override
    public Optional<Assignment> lock(TenantId tenant, AssignmentId id) {
      return stored.lock(tenant, id);
    }

    @Override
    public List<Assignment> lockAll(TaskRef task) {
      return stored.lockAll(task);
    }

    @Override
    public List<Assignment> lockOpen(int limit) {
      return stored.lockOpen(limit);
    }

    @Override
    public List<Assignment> lockOverdue(Duration offerLimit, Duration watched) {
      return stored.lockOverdue(offerLimit, watched);
    }

    @Override
    public void save(Assignment assignment) {
      stored.save(assignment);
    }
  }
}
