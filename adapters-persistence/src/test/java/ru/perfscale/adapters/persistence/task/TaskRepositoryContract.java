package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.domain.Refusal.Invalid;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Figures;
import ru.perfscale.domain.task.Findings;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.Plan;
import ru.perfscale.domain.task.Reason;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskId;
import ru.perfscale.domain.task.TaskRef;
import ru.perfscale.domain.task.TaskStatus;
import ru.perfscale.domain.task.Verdict;

/** What every {@code TaskRepository} does. */
interface TaskRepositoryContract {
  Storage storage();

  /** Makes the agent have been heard this long ago, for the last time. */
  void silence(Agent agent, Duration since);

  private Workspace workspace() {
    return Workspace.in(storage());
  }

  @Test
  default void aTaskStaysPinnedWhateverElseIsSaved() {
    Workspace workspace = Workspace.in(storage());
    Task task = workspace.task(workspace.test("test"));
    storage().tasks().pin(task.ref(), true);

    storage().tasks().save(task.waitingFor("anything"));

    assertThat(storage().tasks().find(task.ref()).orElseThrow().pinned()).isTrue();
    storage().tasks().pin(task.ref(), false);
    assertThat(storage().tasks().find(task.ref()).orElseThrow().pinned()).isFalse();
  }

  @Test
  default void whatWasAddedIsFoundAsItWas() {
    Workspace workspace = workspace();
    Task task = workspace.task(workspace.test("test"));

    assertThat(storage().tasks().find(task.ref())).contains(task);
    assertThat(storage().tasks().lock(task.ref())).contains(task);
    assertThat(storage().tasks().script(task.ref())).isEqualTo(Workspace.SCRIPT);
  }

  @Test
  default void aTaskIsOpenUntilSomeTimeAfterItsEnd() {
    Workspace workspace = workspace();
    Task task =
        storage().tasks().find(workspace.running(workspace.serving("worker")).task()).orElseThrow();
    assertThat(storage().tasks().isOpen(task.ref(), Duration.ZERO)).isTrue();

    storage()
        .tasks()
        .save(
            task.ended(
                Verdict.failed(Reason.Code.AGENT_LOST, "gone"),
                task.findings(),
                Workspace.now().minusSeconds(3_600)));
    assertThat(storage().tasks().isOpen(task.ref(), Duration.ofMinutes(61))).isTrue();
    assertThat(storage().tasks().isOpen(task.ref(), Duration.ofMinutes(59))).isFalse();
  }

  @Test
  default void everythingThatATaskFindsOutIsKept() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");
    Task task = workspace.task(workspace.test("test"));
    Task waiting = task.waitingFor("installing k6 2.2.0 on worker");
    storage().tasks().save(waiting);
    assertThat(storage().tasks().find(task.ref())).contains(waiting);

    Task stopping =
        waiting
            .on(List.of(agent.machine()))
            .started(Workspace.now())
            .cancelRequested(Workspace.now());
    storage().tasks().save(stopping);
    assertThat(storage().tasks().find(task.ref())).contains(stopping);

    Findings found =
        new Findings(
            new Figures(
                Optional.of(new Figures.Percentiles(1.234, 5.678, 1e6 / 3)),
                OptionalDouble.of(1e-6),
                OptionalDouble.of(230.5),
                Long.MAX_VALUE),
            Optional.of(new LatencyMeaning("from sending to the last byte", Duration.ofNanos(7))),
            OptionalDouble.of(0.9999),
            List.of(),
            Optional.of("the last\nlines, “quoted”"));
    Verdict verdict =
        new Verdict(
            TaskStatus.FAILED,
            List.of(
                new Reason(Reason.Code.ERROR_RATE, "6 % of the requests failed"),
                new Reason(Reason.Code.INCOMPLETE, "\"half\"")));
    Task ended = stopping.ended(verdict, found, Workspace.now());
    storage().tasks().save(ended);
    assertThat(storage().tasks().find(task.ref())).contains(ended);
  }

  @Test
  default void whateverAToolPrintsItsReportIsStored() {
    Workspace workspace = workspace();
    Task task = workspace.task(workspace.test("test"));
    Findings found =
        new Findings(
            Figures.NONE, Optional.empty(), OptionalDouble.empty(), List.of(), Optional.of("a\0b"));
    storage()
        .tasks()
        .save(task.ended(Verdict.failed(Reason.Code.TOOL_FAILED, "c\0d"), found, Workspace.now()));

    Findings stored = storage().tasks().find(task.ref()).orElseThrow().findings();
    assertThat(stored.logTail()).contains("a\uFFFDb");
    assertThat(stored.reasons()).extracting(Reason::message).containsExactly("c\uFFFDd");
  }

  @Test
  default void aTerminalStateNeverChanges() {
    Workspace workspace = workspace();
    Task task = workspace.task(workspace.test("test"));
    Task cancelled = task.ended(Verdict.cancelled(), task.findings(), Workspace.now());
    storage().tasks().save(cancelled);

    assertThatThrownBy(() -> storage().tasks().save(task.started(Workspace.now())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(task.id().value());
    assertThat(storage().tasks().find(task.ref())).contains(cancelled);
  }

  @Test
  default void figuresMayGrowAfterTheEnd() {
    Workspace workspace = workspace();
    Task task = workspace.task(workspace.test("test"));
    Task ended = task.ended(Verdict.cancelled(), task.findings(), Workspace.now());
    storage().tasks().save(ended);
    Task grown =
        ended.measured(
            new Figures(Optional.empty(), OptionalDouble.of(1), OptionalDouble.empty(), 3));
    storage().tasks().save(grown);

    assertThat(storage().tasks().find(task.ref())).contains(grown);
  }

  @Test
  default void anotherTenantSeesNothing() {
    Workspace mine = workspace();
    Workspace others = workspace();
    Task task = mine.task(mine.test("mine"));
    TaskRef stolen = new TaskRef(others.tenant(), task.id());

    assertThat(storage().tasks().find(stolen)).isEmpty();
    assertThat(storage().tasks().lock(stolen)).isEmpty();
    assertThat(storage().tasks().page(others.tenant(), Optional.empty(), 10)).isEmpty();
    assertThatThrownBy(() -> storage().tasks().script(stolen))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> storage().tasks().page(others.tenant(), Optional.of(task.id()), 10))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining(task.id().value());
  }

  @Test
  default void aTaskOfAnothersTestCannotBeStored() {
    LoadTest foreign = workspace().test("foreign");
    Workspace workspace = workspace();

    assertThatThrownBy(() -> workspace.task(foreign)).isInstanceOf(RuntimeException.class);
    assertThat(storage().tasks().page(workspace.tenant(), Optional.empty(), 10)).isEmpty();
  }

  @Test
  default void pagesRunThroughAllTheNewestFirst() {
    Workspace workspace = workspace();
    LoadTest test = workspace.test("test");
    Instant now = Workspace.now();
    Stream.of(1, 2, 1, 3, 1)
        .map(second -> Plan.of(test, "demo", now.plusSeconds(second)))
        .map(plan -> Task.submit(workspace.tenant(), plan))
        .forEach(task -> storage().tasks().add(task, "run"));
    List<Task> read = new ArrayList<>();
    Optional<TaskId> after = Optional.empty();
    List<Task> page;
    do {
      page = storage().tasks().page(workspace.tenant(), after, 2);
      read.addAll(page);
      after = page.isEmpty() ? after : Optional.of(page.getLast().id());
    } while (!page.isEmpty());

    assertThat(read)
        .hasSize(5)
        .isSortedAccordingTo(
            Comparator.comparing((Task task) -> task.plan().order().createdAt())
                .thenComparing(task -> task.id().value())
                .reversed());
  }

  @Test
  default void aRunWhoseAgentIsSilentForNineSecondsIsOutOfContactSinceItWasHeard() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");
    Assignment running = workspace.running(agent);
    assertThat(contactLostSince(running)).isEmpty();

    silence(agent, Duration.ofSeconds(10));
    Instant heard =
        storage()
            .machines()
            .find(workspace.tenant(), agent.machine())
            .orElseThrow()
            .lastSeenAt()
            .orElseThrow();
    assertThat(contactLostSince(running)).contains(heard);
    assertThat(storage().tasks().page(workspace.tenant(), Optional.empty(), 1))
        .first()
        .extracting(task -> task.progress().contactLostSince())
        .isEqualTo(Optional.of(heard));

    storage().agents().heard(agent, Workspace.BOOT);
    assertThat(contactLostSince(running)).isEmpty();
  }

  @Test
  default void aTaskThatDoesNotRunIsNeverOutOfContact() {
    Workspace workspace = workspace();
    Agent agent = workspace.serving("worker");
    Assignment offered = workspace.offered(agent);
    silence(agent, Duration.ofMinutes(1));

    assertThat(contactLostSince(offered)).isEmpty();
  }

  private Optional<Instant> contactLostSince(Assignment assignment) {
    return storage().tasks().find(assignment.task()).orElseThrow().progress().contactLostSince();
  }
}
