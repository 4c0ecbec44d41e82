package ru.perfscale.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.application.machine.CredentialHash;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.Hostname;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Task;

/**
 * How statements find their rows among 50,000, by PostgreSQL's own count of scans within the
 * transaction. Each statement runs often enough to get the generic plan of a prepared one, too.
 */
final class PlansTest {
  private static final int ROWS = 50_000;
  private static final int REPEATS = 12;

  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  private static Workspace workspace;

  private final Storage storage = database.storage();
  private final TenantId tenant = workspace.tenant();

  @BeforeAll
  static void fill() {
    workspace = Workspace.in(database.storage());
    String key = workspace.tenant().key();
    // Half of everything belongs to another tenant.
    database.execute(
        """
        INSERT INTO machine (tenant, id, name, hostname, os, arch, registered_at)
        SELECT CASE i % 2 WHEN 0 THEN ? ELSE 'claim:other' END, 'm_' || lpad(to_hex(i), 26, '0'),
          'name', 'host-' || i, 'linux', 'amd64', now() - i * interval '1 second'
        FROM generate_series(1, ?) AS i
        """,
        key, ROWS);
    database.execute(
        """
        INSERT INTO agent (tenant, machine, credential_hash)
        SELECT tenant, id, md5(tenant || id) FROM machine
        """);
    database.execute(
        """
        INSERT INTO load_test (tenant, id, name, tool, script, time_limit_millis, status, created_at)
        SELECT CASE i % 2 WHEN 0 THEN ? ELSE 'claim:other' END, 't_' || lpad(to_hex(i), 26, '0'),
          'name', 'k6', 'run', 60000, 'active', now() - i * interval '1 second'
        FROM generate_series(1, ?) AS i
        """,
        key, ROWS);
    database.execute(
        """
        INSERT INTO task (tenant, id, load_test, tool, time_limit_millis, contact_limit_millis, created_by,
          created_at, status, finished_at, machines, total_requests, reasons)
        SELECT tenant, 'task_' || lpad(to_hex(i), 26, '0'), id, 'k6', 60000, 60000, 'demo',
          created_at, 'passed', now(), '{}', 0, '[]'
        FROM (SELECT row_number() OVER () AS i, * FROM load_test) AS numbered
        """);
    database.execute(
        """
        INSERT INTO assignment (tenant, id, task, status, epoch, acked_seq)
        SELECT tenant, 'a_' || right(id, 26), id, 'revoked', 0, 0 FROM task
        """);
    database.execute("ANALYZE");
  }

  @Test
  void aPageOfMachinesIsReadFromItsIndex() {
    List<Machine> first = storage.machines().page(tenant, Optional.empty(), 50);
    assertThat(first).hasSize(50);
    assertReadBy(
        "machine_page", () -> storage.machines().page(tenant, Optional.empty(), 50), "machine");
    assertReadBy(
        "machine_page",
        () -> storage.machines().page(tenant, Optional.of(first.getLast().id()), 50),
        "machine");
  }

  @Test
  void aPageOfTestsIsReadFromItsIndex() {
    List<LoadTest> first = storage.tests().page(tenant, Optional.empty(), 50);
    assertThat(first).hasSize(50);
    assertReadBy(
        "load_test_page", () -> storage.tests().page(tenant, Optional.empty(), 50), "load_test");
    assertReadBy(
        "load_test_page",
        () -> storage.tests().page(tenant, Optional.of(first.getLast().id()), 50),
        "load_test");
  }

  @Test
  void aPageOfTasksIsReadFromItsIndex() {
    List<Task> first = storage.tasks().page(tenant, Optional.empty(), 50);
    assertThat(first).hasSize(50);
    assertReadBy("task_page", () -> storage.tasks().page(tenant, Optional.empty(), 50), "task");
    assertReadBy(
        "task_page",
        () -> storage.tasks().page(tenant, Optional.of(first.getLast().id()), 50),
        "task");
  }

  @Test
  void aHostnameIsFoundByItsIndex() {
    assertReadBy(
        "machine_hostname",
        () ->
            assertThat(storage.machines().findByHostname(tenant, new Hostname("HOST-40")))
                .isPresent(),
        "machine");
  }

  @Test
  void aCredentialIsFoundByItsIndex() {
    assertReadBy(
        "agent_credential_hash_key",
        () -> storage.agents().find(CredentialHash.of("unknown")),
        "machine");
  }

  @Test
  void dispatchReadsNothingOfThePast() {
    Agent agent = workspace.serving("worker");
    Assignment running = workspace.running(agent);
    workspace.open(workspace.task(workspace.test("test")));

    assertReadBy(
        "assignment_pkey", () -> storage.assignments().lockOpen(100), "assignment", "task");
    assertReadBy(
        "assignment_pkey",
        () -> storage.assignments().lockOverdue(Duration.ZERO, Duration.ofDays(1)),
        "assignment",
        "task");
    assertReadBy(
        "assignment_pkey", () -> storage.assignments().heldBy(agent), "assignment", "task");
    assertReadBy(
        "assignment_of_task",
        () -> storage.assignments().lockAll(running.task()),
        "assignment",
        "task");
    assertReadBy(
        "assignment_pkey",
        () -> storage.assignments().lock(tenant, running.id()),
        "assignment",
        "task");
  }

  private void assertReadBy(String index, Runnable read, String... tables) {
    storage
        .transactions()
        .run(
            () -> {
              for (int i = 0; i < REPEATS; i++) {
                read.run();
              }
              assertThat(scans(index)).as("scans of " + index).isGreaterThanOrEqualTo(REPEATS);
              for (String table : tables) {
                assertThat(scans(table)).as("sequential scans of " + table).isZero();
              }
            });
  }

  private static long scans(String relation) {
    return database.number(
        "SELECT pg_stat_get_xact_numscans(CAST(CAST(? AS regclass) AS oid))", relation);
  }
}
