package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.UseCases;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.application.task.CheckInbox.Start;
import ru.perfscale.domain.Refusal;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.ClockOffset;
import ru.perfscale.domain.task.MachineSelection;
import ru.perfscale.domain.task.MachineSelection.Count;
import ru.perfscale.domain.task.Reason;
import ru.perfscale.domain.task.RunReport.End;
import ru.perfscale.domain.task.Share;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskStatus;

/** One task on several machines, from its submission to its end. */
final class SeveralMachinesTest {
  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  private final Storage storage = database.storage();
  private final UseCases server = UseCases.over(storage);
  private final Workspace workspace = Workspace.in(storage);

  @Test
  void allMachinesGetAnOfferOrNone() {
    Fleet fleet = fleet(2);
    Task task = submit(new Count(3));
    assertThat(reason(task)).isEqualTo("3 machines are wanted, 2 are registered");
    assertThat(fleet.members()).allMatch(member -> member.orders().isEmpty());

    workspace.serving("worker-3");
    server.place().place();

    assertThat(shares(task)).allMatch(share -> share.status() == AssignmentStatus.OFFERED);
    assertThat(shares(task).stream().map(Assignment::share))
        .containsExactlyInAnyOrder(new Share(1, 3), new Share(2, 3), new Share(3, 3));
    assertThat(fleet.get(0).offer().share().of()).isEqualTo(3);
    assertThat(stored(task).machines()).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void allStartAtOneInstantWhenTheLastHasAccepted() {
    Fleet fleet = fleet(3);
    Task task = submit(new Count(3));
    fleet.get(0).accept();
    fleet.get(2).accept();
    assertThat(stored(task).status()).isEqualTo(TaskStatus.PENDING);
    assertThat(fleet.get(0).orders().isEmpty()).as("nothing to do but to wait").isTrue();

    Instant before = Instant.now();
    fleet.get(1).accept();

    Instant start = stored(task).startedAt().orElseThrow();
    assertThat(start).isAfter(before);
    for (Fleet.Member member : fleet.members()) {
      assertThat(member.orders().starts()).extracting(Start::at).containsExactly(start);
    }
    fleet.get(0).measure(1, 5);
    assertThat(fleet.get(0).orders().starts()).as("it has begun").isEmpty();
    assertThat(fleet.get(1).orders().starts()).isNotEmpty();
  }

  @Test
  void oneThatDeclinesTakesAllOffersBack() {
    Fleet fleet = fleet(2);
    Task task = submit(new Count(2));
    fleet.get(0).accept();
    fleet.get(1).decline("no space left on worker-2");

    assertThat(shares(task)).allMatch(share -> share.status() == AssignmentStatus.OPEN);
    assertThat(reason(task)).isEqualTo("no space left on worker-2");
    assertThat(fleet.get(0).orders().drops()).hasSize(1);

    server.place().place();
    fleet.members().forEach(Fleet.Member::accept);
    assertThat(stored(task).status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(shares(task)).allMatch(share -> share.epoch().number() == 2);
  }

  @Test
  void oneThatDoesNotAnswerInTimeTakesAllOffersBack() {
    Fleet fleet = fleet(2);
    Task task = submit(new Count(2));
    fleet.get(0).accept();
    makeOffersOld();
    server.expire().expire();

    assertThat(shares(task)).allMatch(share -> share.status() == AssignmentStatus.OPEN);
    assertThat(reason(task)).isEqualTo("an offer was not accepted in time");
  }

  @Test
  void oneThatDiesWhileItWaitsForTheOthersTakesAllOffersBack() {
    Fleet fleet = fleet(2);
    Task task = submit(new Count(2));
    fleet.get(0).accept();
    database.silence(fleet.get(0).agent, Duration.ofSeconds(16));
    server.expire().expire();

    assertThat(shares(task)).allMatch(share -> share.status() == AssignmentStatus.OPEN);
    assertThatThrownBy(() -> fleet.get(0).finish(End.COMPLETED, ""))
        .isInstanceOf(Refusal.Conflict.class);
  }

  @Test
  void oneThatStopsWhileItWaitsForTheOthersTakesAllOffersBack() {
    Fleet fleet = fleet(2);
    Task task = submit(new Count(2));
    fleet.get(0).accept();
    fleet.get(0).finish(End.CONTACT_LOST, "out of contact for 56 s");

    assertThat(shares(task)).allMatch(share -> share.status() == AssignmentStatus.OPEN);
    assertThat(reason(task)).isEqualTo("out of contact for 56 s");
  }

  @Test
  void aTaskEndsWithItsLastReportAndItsFiguresAreThoseOfAllMachines() {
    Fleet fleet = running(3);
    Task task = only();
    fleet.get(0).measure(4, 1_000_000_000);
    fleet.get(1).measure(2, 1_030_000_000);
    fleet.get(2).measure(3, 1_010_000_000);
    fleet.get(0).finish(End.COMPLETED, "");
    fleet.get(2).finish(End.COMPLETED, "");
    assertThat(stored(task).status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(fleet.get(1).orders().cancels()).isEmpty();

    fleet.get(1).finish(End.COMPLETED, "");
    fleet.get(1).finish(End.COMPLETED, "");

    Task ended = stored(task);
    assertThat(ended.status()).isEqualTo(TaskStatus.PASSED);
    assertThat(ended.findings().figures().totalRequests()).isEqualTo(9);
    assertThat(ended.findings().coverage()).hasValue(1);
    assertThat(ended.findings().startSpread()).contains(Duration.ofMillis(30));
    assertThat(ended.findings().logTail().orElseThrow())
        .contains("==> name of worker-1 <==", "==> name of worker-2 <==", "the log of");
  }

  @Test
  void oneThatCannotRunStopsTheOthersAndFailsTheTaskByItsName() {
    Fleet fleet = running(3);
    Task task = only();
    fleet.get(0).measure(4, 5);
    fleet.get(1).finish(End.TOOL_MISSING, "no k6");
    assertThat(stored(task).status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(fleet.get(0).orders().cancels()).hasSize(1);
    assertThat(fleet.get(2).orders().cancels()).hasSize(1);

    fleet.get(0).finish(End.CANCELLED, "");
    fleet.get(2).finish(End.COMPLETED, "");

    Task ended = stored(task);
    assertThat(ended.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(ended.findings().reasons())
        .containsExactly(new Reason(Reason.Code.TOOL_MISSING, "name of worker-2: no k6"));
    assertThat(ended.findings().figures().totalRequests()).as("what was measured").isEqualTo(4);
  }

  @Test
  void oneThatIsLostStopsTheOthersAndItsLateFramesStillCount() {
    Fleet fleet = running(2);
    Task task = only();
    fleet.get(0).measure(2, 5);
    fleet.get(1).measure(1, 5);
    database.execute(
        "UPDATE task SET started_at = now() - interval '20 seconds' WHERE id = ?",
        task.id().value());
    database.silence(fleet.get(1).agent, Duration.ofSeconds(61));
    UseCases watching = UseCases.over(storage);
    for (int second = 0; second < 65; second++) {
      watching.expire().expire();
    }
    assertThat(stored(task).status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(fleet.get(0).orders().cancels()).hasSize(1);
    fleet.get(1).measure(1, 5);
    fleet.get(0).finish(End.CANCELLED, "");

    Task ended = stored(task);
    assertThat(ended.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(ended.findings().reasons())
        .singleElement()
        .extracting(Reason::code)
        .isEqualTo(Reason.Code.AGENT_LOST);
    double before = ended.findings().coverage().orElseThrow();
    fleet.get(1).measure(5, 5);
    Task grown = stored(task);
    assertThat(grown.findings().coverage().orElseThrow()).isGreaterThan(before).isLessThan(1);
    assertThat(grown.findings().figures().totalRequests()).isEqualTo(9);
    assertThat(grown.status()).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void aCancelBeforeTheStartEndsTheTaskAtOnce() {
    Fleet fleet = fleet(2);
    Task task = submit(new Count(2));
    fleet.get(0).accept();
    server.cancel().cancel(workspace.member(), task.id());

    assertThat(stored(task).status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(fleet.get(0).orders().drops()).hasSize(1);
    assertThat(fleet.get(1).orders().isEmpty()).isTrue();
  }

  @Test
  void aCancelReachesAllMachinesAndTheTaskEndsWithTheLastOfThem() {
    Fleet fleet = running(2);
    Task task = only();
    server.cancel().cancel(workspace.member(), task.id());
    for (Fleet.Member member : fleet.members()) {
      assertThat(member.orders().cancels()).hasSize(1);
      assertThat(stored(task).status()).isEqualTo(TaskStatus.RUNNING);
      member.finish(End.CANCELLED, "");
    }

    assertThat(stored(task).status()).isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  void allAreThoseThatAreThereWhenTheyAreChosen() {
    Fleet fleet = fleet(3);
    Task task = submit(MachineSelection.all());
    assertThat(stored(task).machines()).hasSize(3);
    fleet.get(0).accept();
    fleet.get(1).decline("too busy");
    database.silence(fleet.get(1).agent, Duration.ofMinutes(1));
    server.place().place();

    assertThat(stored(task).machines())
        .containsExactly(fleet.get(0).agent.machine(), fleet.get(2).agent.machine());
    fleet.get(0).accept();
    fleet.get(2).accept();
    assertThat(stored(task).status()).isEqualTo(TaskStatus.RUNNING);
    fleet.get(0).finish(End.COMPLETED, "");
    fleet.get(2).finish(End.COMPLETED, "");
    assertThat(stored(task).status().isTerminal()).isTrue();
    assertThat(database.number("SELECT count(*) FROM claim WHERE task = ?", task.id().value()))
        .isZero();
  }

  @Test
  void namedMachinesGetTheTaskAndOnlyThese() {
    Fleet fleet = fleet(3);
    List<MachineId> named = List.of(fleet.get(2).agent.machine(), fleet.get(0).agent.machine());
    Task task = submit(new MachineSelection.Listed(named));

    assertThat(stored(task).machines()).isEqualTo(named);
    assertThat(stored(task).plan().machines()).isEqualTo(new MachineSelection.Listed(named));
    assertThat(fleet.get(1).orders().isEmpty()).isTrue();
  }

  @Test
  void aMachineOfAnotherTenantIsNoMachine() {
    MachineId mine = workspace.serving("worker").machine();
    MachineId foreign = Workspace.in(storage).serving("foreign").machine();

    assertThatThrownBy(() -> submit(new MachineSelection.Listed(List.of(mine, foreign))))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessage("machines[1]: Machine " + foreign + " does not exist");
  }

  @Test
  void instantsOfSamplesAreStoredInTheServersTime() {
    Fleet fleet = fleet(2);
    Task task = submit(new Count(2));
    Duration hour = Duration.ofHours(1);
    fleet.get(0).accept(Optional.of(new ClockOffset(hour.negated(), Duration.ofMillis(1))));
    fleet.get(1).accept(Optional.of(ClockOffset.NONE));
    fleet.get(0).measure(1, hour.plusSeconds(10).toNanos());
    fleet.get(1).measure(1, Duration.ofSeconds(11).toNanos());
    fleet.members().forEach(member -> member.finish(End.COMPLETED, ""));

    Task ended = stored(task);
    assertThat(ended.findings().startSpread()).contains(Duration.ofSeconds(1));
    assertThat(ended.findings().figures().requestsPerSec()).hasValue(2);
  }

  private Fleet fleet(int size) {
    return new Fleet(server, workspace, size);
  }

  private Fleet running(int size) {
    Fleet fleet = fleet(size);
    submit(new Count(size));
    fleet.members().forEach(Fleet.Member::accept);
    return fleet;
  }

  private Task only() {
    return storage.tasks().page(workspace.tenant(), Optional.empty(), 2).getFirst();
  }

  private Task submit(MachineSelection wanted) {
    return server.submit().submit(workspace.member(), workspace.test("test").id(), wanted);
  }

  private Task stored(Task task) {
    return storage.tasks().find(task.ref()).orElseThrow();
  }

  private String reason(Task task) {
    return stored(task).progress().pendingReason().orElseThrow();
  }

  private List<Assignment> shares(Task task) {
    return storage.assignments().lockAll(task.ref());
  }

  private static void makeOffersOld() {
    database.execute(
        "UPDATE claim SET offered_at = now() - interval '1 minute' WHERE status = 'offered'");
  }
}
