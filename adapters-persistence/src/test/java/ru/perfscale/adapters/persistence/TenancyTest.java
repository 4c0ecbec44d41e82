package ru.perfscale.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.loadtest.JdbiDataContents;
import ru.perfscale.adapters.persistence.task.SumSeconds;
import ru.perfscale.application.audit.Actor;
import ru.perfscale.application.audit.AuditEntry;
import ru.perfscale.application.audit.AuditEntry.Action;
import ru.perfscale.application.machine.CredentialHash;
import ru.perfscale.application.machine.JoinTokenRepository.Scope;
import ru.perfscale.application.machine.JoinTokenRepository.Use;
import ru.perfscale.domain.loadtest.DataContent;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.TestStatus;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.Presence;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentReport;
import ru.perfscale.domain.task.Coverage;
import ru.perfscale.domain.task.Epoch;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.RunReport;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.Tally;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.Verdict;

/**
 * Two tenants with the same data, the ids included, which never happens: so a statement that forgot
 * its tenant would hit both.
 */
final class TenancyTest {
  private static final List<String> TABLES =
      List.of(
          "machine",
          "agent",
          "load_test",
          "task",
          "task_script",
          "assignment",
          "claim",
          "assignment_report",
          "frame",
          "series",
          "series_roll_up",
          "series_total",
          "summing",
          "late_frames",
          "data_content",
          "join_token",
          "audit_entry");

  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  private final Storage storage = database.storage();
  private final Workspace mine = Workspace.in(storage);
  private final Workspace twin = Workspace.in(storage);

  @Test
  void everyTableHasATenant() {
    assertThat(
            database.texts(
                """
                SELECT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
                  AND c.relnamespace = 'public'::regnamespace AND a.attname = 'tenant'
                """))
        .containsExactlyInAnyOrderElementsOf(TABLES);
    assertThat(
            database.texts(
                """
                SELECT c.relname::text FROM pg_class c
                WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
                  AND c.relnamespace = 'public'::regnamespace
                  AND c.relname <> 'flyway_schema_history'
                """))
        .containsExactlyInAnyOrderElementsOf(TABLES);
  }

  @Test
  void whateverOneTenantDoesTheOthersRowsStayAsTheyAre() {
    Machine machine = mine.machine("worker");
    LoadTest test = mine.test("test");
    Task task = mine.task(test);
    Assignment open = mine.open(task);
    copyToTwin(machine, test, task, open);
    Agent agent = mine.enrolled(machine);
    issue(mine, machine);
    issue(twin, machine);
    keep(mine, "name\nAnn");
    keep(twin, "name\nAnn");
    Agent twins = new Agent(machine.id(), twin.tenant());
    storage.agents().enrol(twins, CredentialHash.of("the twin's"));
    measure(open, 1);
    measure(
        new Assignment(
            open.id(), of(twin, task).ref(), open.status(), open.holder(), open.epoch(), 0),
        1);
    assertThat(rows(twin)).hasSize(TABLES.size() + 1).isEqualTo(rows(mine));
    storage.agents().attach(twins, new AgentBoot(Workspace.BOOT, Set.of(), Set.of()));
    List<String> before = rows(twin);

    useEverything(machine, test, task, open, agent);

    assertThat(rows(twin)).isEqualTo(before);
    assertThat(rows(mine)).doesNotContainAnyElementsOf(before.subList(0, 4));
    readEverythingOfTheTwin(machine, test, task, open);
  }

  private void copyToTwin(Machine machine, LoadTest test, Task task, Assignment open) {
    storage
        .machines()
        .add(
            new Machine(
                machine.id(),
                twin.tenant(),
                machine.description(),
                machine.labels(),
                machine.maintenance(),
                machine.registeredAt(),
                Presence.NONE));
    storage
        .tests()
        .add(
            new LoadTest(
                test.id(), twin.tenant(), test.definition(), test.status(), test.createdAt()));
    storage.tasks().add(of(twin, task), Workspace.SCRIPT);
    storage
        .assignments()
        .add(
            new Assignment(
                open.id(), of(twin, task).ref(), open.status(), open.holder(), open.epoch(), 0));
  }

  private void issue(Workspace workspace, Machine machine) {
    storage
        .joinTokens()
        .issue(
            CredentialHash.of(workspace.tenant().key()),
            new Scope(workspace.tenant(), Optional.of(machine.id())),
            Duration.ofMinutes(1));
    storage
        .audit()
        .add(
            AuditEntry.of(
                workspace.tenant(), Actor.SERVER, Action.MACHINE_CHANGED, machine.id().value()));
  }

  private void keep(Workspace workspace, String content) {
    new JdbiDataContents(database.database().transactions())
        .keep(
            workspace.tenant(), List.of(new DataContent(content.getBytes(StandardCharsets.UTF_8))));
  }

  private static Task of(Workspace workspace, Task task) {
    return new Task(
        task.id(),
        workspace.tenant(),
        task.plan(),
        task.progress(),
        task.findings(),
        task.machines());
  }

  private void useEverything(
      Machine machine, LoadTest test, Task task, Assignment open, Agent agent) {
    storage.agents().attach(agent, new AgentBoot(Workspace.BOOT, Set.of(), Set.of()));
    assertThat(storage.agents().heard(agent, Workspace.BOOT)).isTrue();
    storage.agents().drain(agent, Workspace.BOOT);
    storage.machines().save(machine.inMaintenance(true));
    CredentialHash token = CredentialHash.of(mine.tenant().key());
    storage.joinTokens().use(token, new Use(machine.id(), CredentialHash.of("joined")));
    keep(mine, "name\nBob");
    storage.tests().save(test.marked(TestStatus.ARCHIVED));
    Assignment offered = open.offerTo(machine.id());
    storage.assignments().save(offered);
    storage.tasks().save(task.waitingFor("anything"));
    Assignment running = offered.acceptedBy(machine.id(), Workspace.BOOT, new Epoch(1));
    storage.assignments().save(running);
    storage.tasks().save(task.started(Workspace.now()));
    measure(running, 2);
    storage.assignments().save(running.finished());
    new SumSeconds(database.database().transactions(), new SummingHistograms()).sum();
    storage.tasks().save(task.ended(Verdict.cancelled(), task.findings(), Workspace.now()));
    assertThat(storage.tests().remove(mine.tenant(), test.id())).isTrue();
    assertThat(storage.machines().remove(mine.tenant(), machine.id())).isTrue();
  }

  private void readEverythingOfTheTwin(Machine machine, LoadTest test, Task task, Assignment open) {
    assertThat(storage.machines().find(twin.tenant(), machine.id())).isPresent();
    assertThat(storage.machines().page(twin.tenant(), Optional.empty(), 9)).hasSize(1);
    assertThat(storage.tests().page(twin.tenant(), Optional.empty(), 9)).hasSize(1);
    assertThat(storage.agents().candidates(twin.tenant())).hasSize(1);
    assertThat(storage.agents().find(CredentialHash.of("the twin's")))
        .contains(new Agent(machine.id(), twin.tenant()));
    assertThat(storage.tasks().page(twin.tenant(), Optional.empty(), 9))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("progress.queuePosition")
        .containsExactly(of(twin, task));
    assertThat(storage.tasks().script(of(twin, task).ref())).isEqualTo(Workspace.SCRIPT);
    assertThat(storage.assignments().lockAll(of(twin, task).ref()))
        .singleElement()
        .extracting(Assignment::status)
        .isEqualTo(open.status());
    assertThat(storage.frames().totals(of(twin, task).ref()))
        .singleElement()
        .extracting(total -> total.tally().count())
        .isEqualTo(1L);
    assertThat(storage.reports().of(of(twin, task).ref()))
        .singleElement()
        .extracting(report -> report.coverage().stored())
        .isEqualTo(0.1);
  }

  private void measure(Assignment assignment, long seq) {
    Series series =
        new Series(
            "label",
            Series.Kind.HTTP,
            Series.Outcome.OK,
            Series.Phase.MAIN,
            Series.Measure.SERVICE);
    Interval interval =
        new Interval(
            series, new Tally(seq, 0, 1, 1, 1, new Tally.Span(1, 2)), SummingHistograms.of(seq));
    storage
        .frames()
        .append(assignment, List.of(new Frame(seq, 0, List.of(interval), OptionalInt.of(1), 0, 0)));
    storage
        .reports()
        .save(
            assignment.task(),
            new AssignmentReport(
                assignment.id(),
                "worker",
                RunReport.lost("anything"),
                new Coverage(9, seq / 10.0),
                OptionalLong.of(seq),
                Instant.EPOCH));
  }

  /** All of a tenant's rows, but for what is never the same. */
  private List<String> rows(Workspace workspace) {
    return Stream.concat(TABLES.stream(), Stream.of("series_second"))
        .map(
            table ->
                database
                    .texts(
                        "SELECT (to_jsonb(x) - 'tenant' - 'id' - 'series' - 'intervals' - 'created_at'"
                            + " - 'received_at' - 'credential_hash' - 'token_hash' - 'expires_at' - 'at')::text FROM "
                            + table
                            + " x WHERE tenant = ?",
                        workspace.tenant().key())
                    .toString())
        .map(rows -> rows.equals("[]") ? "gone" : rows)
        .toList();
  }
}
