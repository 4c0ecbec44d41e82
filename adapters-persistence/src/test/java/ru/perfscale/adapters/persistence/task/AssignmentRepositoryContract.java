package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.application.task.AssignmentRepository.Held;
import ru.perfscale.domain.loadtest.Limits;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Epoch;
import ru.perfscale.domain.task.Plan;
import ru.perfscale.domain.task.Task;

/** What every {@code AssignmentRepository} does. */
interface AssignmentRepositoryContract {
  Duration OFFER_LIMIT = Duration.ofSeconds(15);
  Duration WATCHED = Duration.ofHours(1);

  Storage storage();

  /** Makes the agent have been heard this long ago, for the last time. */
  void silence(Agent agent, Duration since);

  /** Makes the offer this old. */
  void age(Assignment offered, Duration old);

  private Workspace workspace() {
    return Workspace.in(storage());
  }

  @Test
  default void anAssignmentIsKeptThroughItsWholeLife() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");
    Assignment open = workspace.open(workspace.task(workspace.test("test")));
    assertThat(stored(open)).isEqualTo(open);

    Assignment offered = saved(open.offerTo(agent.machine()));
    assertThat(stored(open)).isEqualTo(offered);

    Assignment withdrawn = saved(offered.withdrawn());
    assertThat(stored(open)).isEqualTo(withdrawn);

    Assignment running =
        saved(
            saved(withdrawn.offerTo(agent.machine()))
                .acceptedBy(agent.machine(), "boot", new Epoch(2)));
    assertThat(stored(open)).isEqualTo(running);

    Assignment acknowledged = saved(running.acknowledged(17));
    assertThat(stored(open)).isEqualTo(acknowledged);

    Assignment finished = saved(acknowledged.finished());
    assertThat(stored(open)).isEqualTo(finished);
  }

  @Test
  default void framesOfALostAssignmentMoveItsWatermark() {
    Workspace workspace = workspace();
    Assignment lost = saved(workspace.running(workspace.serving("worker")).lost());
    Assignment grown = saved(lost.acknowledged(5));

    assertThat(stored(lost)).isEqualTo(grown);
  }

  @Test
  default void anotherTenantSeesNothing() {
    Workspace workspace = workspace();
    Workspace others = workspace();
    Agent agent = workspace.serving("worker");
    Assignment offered = workspace.offered(agent);

    assertThat(storage().assignments().lock(others.tenant(), offered.id())).isEmpty();
    assertThat(
            storage()
                .assignments()
                .lockAll(
                    new ru.perfscale.domain.task.TaskRef(others.tenant(), offered.task().id())))
        .isEmpty();
    assertThat(storage().assignments().heldBy(new Agent(agent.machine(), others.tenant())))
        .isEmpty();
  }

  @Test
  default void anAssignmentOnAnothersMachineCannotBeStored() {
    Agent foreign = workspace().serving("foreign");
    Workspace workspace = workspace();
    Assignment open = workspace.open(workspace.task(workspace.test("test")));

    assertThatThrownBy(() -> saved(open.offerTo(foreign.machine())))
        .isInstanceOf(RuntimeException.class);
    assertThat(stored(open)).isEqualTo(open);
  }

  @Test
  default void aMachineNeverGetsASecondOffer() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");
    workspace.offered(agent);

    assertThatThrownBy(() -> workspace.offered(agent)).isInstanceOf(RuntimeException.class);
    assertThat(storage().assignments().heldBy(agent)).hasSize(1);
  }

  @Test
  default void allAssignmentsOfATaskAreLocked() {
    Workspace workspace = workspace();
    Task task = workspace.task(workspace.test("test"));
    Assignment first = workspace.open(task);
    Assignment second = saved(workspace.open(task).revoked());
    workspace.open(workspace.task(workspace.test("other")));

    assertThat(storage().assignments().lockAll(task.ref()))
        .containsExactlyInAnyOrder(first, second);
  }

  @Test
  default void openOnesComeTheOldestFirst() {
    Workspace workspace = workspace();
    LoadTest test = workspace.test("test");
    Assignment first = workspace.open(workspace.task(test));
    Assignment second = workspace.open(workspace.task(test));
    Assignment third = workspace.open(workspace.task(test));
    saved(second.revoked());

    assertThat(open(workspace)).containsExactly(first, third);
  }

  @Test
  default void aReturnedOfferKeepsItsPlaceInTheQueue() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");
    LoadTest test = workspace.test("test");
    Assignment first = workspace.open(workspace.task(test));
    Assignment second = workspace.open(workspace.task(test));
    Assignment offered = saved(first.offerTo(agent.machine()));
    assertThat(open(workspace)).containsExactly(second);

    Assignment returned = saved(offered.withdrawn());
    assertThat(open(workspace)).containsExactly(returned, second);
  }

  @Test
  default void whatAFreeMachineCanRunComesBeforeALongQueueOfWhatNoneCan() {
    Workspace workspace = workspace();
    LoadTest k6 = workspace.test("k6");
    for (int i = 0; i < 20; i++) {
      workspace.open(workspace.task(k6));
    }
    workspace.serving("worker", EnumSet.of(Tool.GATLING));
    Assignment gatling = workspace.open(submitted(workspace, Tool.GATLING));

    assertThat(open(workspace)).hasSize(21).first().isEqualTo(gatling);
  }

  @Test
  default void whatHasNotBeenToldWhyItWaitsComesBeforeWhatHas() {
    Workspace workspace = workspace();
    LoadTest test = workspace.test("test");
    Task told = workspace.task(test);
    Assignment first = workspace.open(told);
    Assignment second = workspace.open(workspace.task(test));
    storage().tasks().save(told.waitingFor("no machine is registered"));

    assertThat(open(workspace)).containsExactly(second, first);
  }

  @Test
  default void anOfferIsOverdueWhenNobodyAnsweredInTime() {
    Workspace workspace = workspace();
    Assignment offered = workspace.offered(workspace.serving("worker"));
    age(offered, Duration.ofSeconds(14));
    assertThat(overdue(workspace, WATCHED)).isEmpty();

    age(offered, Duration.ofSeconds(16));
    assertThat(overdue(workspace, WATCHED)).containsExactly(offered);
  }

  @Test
  default void savingAnOfferRenewsIt() {
    Workspace workspace = workspace();
    Assignment offered = workspace.offered(workspace.serving("worker"));
    age(offered, Duration.ofSeconds(16));
    saved(offered);

    assertThat(overdue(workspace, WATCHED)).isEmpty();
  }

  @Test
  default void aRunIsOverdueWhenItsAgentIsSilentForItsContactLimit() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");
    Assignment running = workspace.running(agent);
    age(running, Duration.ofDays(1));
    silence(agent, Duration.ofSeconds(58));
    assertThat(overdue(workspace, WATCHED)).isEmpty();

    silence(agent, Duration.ofSeconds(61));
    assertThat(overdue(workspace, WATCHED)).containsExactly(running);
  }

  @Test
  default void noRunIsOverdueWhileTheServerHasWatchedForLessThanItsContactLimit() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");
    Assignment running = workspace.running(agent);
    silence(agent, Duration.ofHours(1));

    assertThat(overdue(workspace, Limits.DEFAULT.contact().minusMillis(1))).isEmpty();
    assertThat(overdue(workspace, Limits.DEFAULT.contact())).containsExactly(running);
  }

  @Test
  default void aRunOfAnEarlierLifeIsOverdueAtOnce() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");
    Assignment running = workspace.running(agent);
    assertThat(overdue(workspace, Duration.ZERO)).isEmpty();

    storage().agents().attach(agent, new AgentBoot("boot-2", Set.of(), Set.of()));

    assertThat(overdue(workspace, Duration.ZERO)).containsExactly(running);
  }

  @Test
  default void anAgentHoldsWhatItWasOfferedOrRunsUntilTheEnd() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");
    assertThat(storage().assignments().heldBy(agent)).isEmpty();
    Assignment running = workspace.running(agent);
    assertThat(storage().assignments().heldBy(agent)).containsExactly(new Held(running, false));

    Task task = storage().tasks().find(running.task()).orElseThrow();
    storage().tasks().save(task.cancelRequested(Workspace.now()));
    assertThat(storage().assignments().heldBy(agent)).containsExactly(new Held(running, true));

    saved(running.finished());
    assertThat(storage().assignments().heldBy(agent)).isEmpty();
  }

  @Test
  default void whatAMachineHoldsHasANumberThatChangesWithIt() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");
    Agent idle = workspace.serving("idle");
    Set<MachineId> both = Set.of(agent.machine(), idle.machine());
    assertThat(storage().assignments().states(both)).isEmpty();

    Assignment running = workspace.running(agent);
    Map<MachineId, Long> runs = storage().assignments().states(both);
    assertThat(runs).containsOnlyKeys(agent.machine());
    assertThat(storage().assignments().states(both)).isEqualTo(runs);

    Task task = storage().tasks().find(running.task()).orElseThrow();
    storage().tasks().save(task.cancelRequested(Workspace.now()));
    assertThat(storage().assignments().states(both))
        .containsOnlyKeys(agent.machine())
        .isNotEqualTo(runs);

    saved(running.finished());
    assertThat(storage().assignments().states(both)).isEmpty();
  }

  private Task submitted(Workspace workspace, Tool tool) {
    LoadTest test = workspace.test("test");
    Plan k6 = Plan.of(test, "demo", Workspace.now());
    Plan plan = new Plan(k6.loadTest(), tool, k6.load(), k6.limits(), k6.order());
    Task task = Task.submit(workspace.tenant(), plan);
    storage().tasks().add(task, "run");
    return task;
  }

  private List<Assignment> open(Workspace workspace) {
    return storage().assignments().lockOpen(10_000).stream()
        .filter(open -> open.task().tenant().equals(workspace.tenant()))
        .toList();
  }

  private List<Assignment> overdue(Workspace workspace, Duration watched) {
    return storage().assignments().lockOverdue(OFFER_LIMIT, watched).stream()
        .filter(overdue -> overdue.task().tenant().equals(workspace.tenant()))
        .toList();
  }

  private Assignment saved(Assignment assignment) {
    storage().assignments().save(assignment);
    return assignment;
  }

  private Assignment stored(Assignment assignment) {
    return storage().assignments().lock(assignment.task().tenant(), assignment.id()).orElseThrow();
  }
}
