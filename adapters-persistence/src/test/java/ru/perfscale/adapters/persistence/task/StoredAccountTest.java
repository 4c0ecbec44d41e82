package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Account;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Evidence.HealthSummary;
import ru.perfscale.domain.task.Figures;
import ru.perfscale.domain.task.Findings;
import ru.perfscale.domain.task.Gap;
import ru.perfscale.domain.task.GeneratorHealth;
import ru.perfscale.domain.task.StopReport;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.ToolJudgement;
import ru.perfscale.domain.task.Validity;
import ru.perfscale.domain.task.Verdict;

/** How far the findings of a task go is stored with them, and what has not ended is found. */
final class StoredAccountTest {
  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  private final Storage storage = database.storage();
  private final Workspace workspace = Workspace.in(storage);

  @Test
  void anAccountComesBackAsItWasGiven() {
    MachineId machine = workspace.machine("worker").id();
    Account account =
        new Account(
            List.of("“quoted” \u2028 and \\ more"),
            Optional.of(false),
            List.of(new ToolJudgement("http_reqs count>1", false, "http_reqs count>1 was crossed")),
            Optional.of(
                new Validity(
                    Validity.Status.SUSPECT,
                    List.of(
                        new Validity.Doubt(
                            machine, Validity.Status.SUSPECT, Validity.Cause.CPU, "busy")))),
            List.of(
                new Account.OfMachine(
                    machine, Optional.of(stop(Optional.of(Instant.EPOCH))), Optional.of(worst())),
                new Account.OfMachine(
                    machine, Optional.of(stop(Optional.empty())), Optional.empty()),
                new Account.OfMachine(machine, Optional.empty(), Optional.empty())),
            List.of(new Gap(machine, 3, 4), new Gap(machine, 9, 9)));

    assertThat(stored(account)).isEqualTo(account);
  }

  @Test
  void nothingIsStoredBeforeThereIsAnAccount() {
    assertThat(stored(Account.NONE_YET)).isEqualTo(Account.NONE_YET);
    assertThat(
            database.number(
                "SELECT count(*) FROM task WHERE account IS NOT NULL AND tenant = ?",
                workspace.tenant().key()))
        .isZero();
  }

  @Test
  void whateverAToolSaysItIsStored() {
    Account account =
        new Account(
            List.of("a\0b"),
            Optional.empty(),
            List.of(new ToolJudgement("c\0d", true, "e\0f")),
            Optional.empty(),
            List.of(),
            List.of());

    Account stored = stored(account);
    assertThat(stored.warnings()).containsExactly("a\uFFFDb");
    assertThat(stored.criteria()).containsExactly(new ToolJudgement("c\uFFFDd", true, "e\uFFFDf"));
  }

  private Account stored(Account account) {
    Task task = workspace.task(workspace.test("test"));
    Findings none = task.findings();
    Findings found =
        new Findings(
            Figures.NONE,
            none.latency(),
            none.coverage(),
            List.of(),
            none.logTail(),
            Optional.empty(),
            account);
    storage.tasks().save(task.ended(Verdict.cancelled(), found, Workspace.now()));
    return storage.tasks().find(task.ref()).orElseThrow().findings().account();
  }

  private static StopReport stop(Optional<Instant> askedAt) {
    return new StopReport(
        "cgroup", askedAt, Instant.parse("2025-01-15T10:05:00.123456789Z"), 3, true);
  }

  private static HealthSummary worst() {
    return new HealthSummary(
        30,
        new GeneratorHealth(
            1.5,
            0.97,
            0.01,
            new GeneratorHealth.Memory(1L << 40, 1),
            7,
            Duration.ofMillis(700),
            65_536));
  }

  @Test
  void whatHasNotEndedIsFoundAndWhatRunsIsFirst() {
    Task waiting = workspace.task(workspace.test("waiting"));
    workspace.open(waiting);
    Agent agent = workspace.serving("worker");
    Assignment running = workspace.running(agent);
    Task ended = workspace.task(workspace.test("ended"));
    storage.assignments().add(Assignment.open(ended.ref()).revoked());
    storage.tasks().save(ended.ended(Verdict.cancelled(), ended.findings(), Workspace.now()));

    assertThat(storage.tasks().unfinished(workspace.tenant()))
        .containsExactly(running.task().id(), waiting.id());
    assertThat(storage.tasks().unfinished(Workspace.in(storage).tenant())).isEmpty();
  }
}
