package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import ru.perfscale.adapters.persistence.Concurrently;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.SummingHistograms;
import ru.perfscale.adapters.persistence.UseCases;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.domain.Refusal;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.task.MachineSelection;
import ru.perfscale.domain.task.Task;

/**
 * Everything at once, through the real use cases: two servers, two tenants, eight agents that
 * misbehave, people who cancel, offers that expire, contact that is lost.
 */
final class MixedOperationsTest {
  private static final int TASKS_PER_TENANT = 500;
  private static final int AGENTS_PER_TENANT = 4;

  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  private final Storage storage = database.storage();
  private final List<UseCases> servers = List.of(UseCases.over(storage), UseCases.over(storage));
  private final List<Workspace> workspaces = List.of(Workspace.in(storage), Workspace.in(storage));
  private final Map<Workspace, ConcurrentLinkedQueue<Task>> submitted =
      Map.of(
          workspaces.get(0), new ConcurrentLinkedQueue<>(),
          workspaces.get(1), new ConcurrentLinkedQueue<>());
  private final AtomicInteger submitters = new AtomicInteger(workspaces.size());
  private final AtomicBoolean over = new AtomicBoolean();

  @BeforeAll
  static void writeDownWhatHappens() {
    database.execute("CREATE TABLE history (task text, was text, becomes text)");
    database.execute(
        """
        CREATE FUNCTION write_down() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO history VALUES (new.id, old.status, new.status);
          RETURN new;
        END $$
        """);
    database.execute(
        """
        CREATE TRIGGER history AFTER UPDATE ON task FOR EACH ROW
        WHEN (old.status <> new.status) EXECUTE FUNCTION write_down()
        """);
  }

  @Test
  void eachTaskEndsInExactlyOneStateAndNobodyIsInAnyonesWay() throws Exception {
    List<Callable<Void>> works = new ArrayList<>();
    for (Workspace workspace : workspaces) {
      works.add(submitting(workspace));
      works.add(cancelling(workspace));
      for (int i = 0; i < AGENTS_PER_TENANT; i++) {
        Agent agent = workspace.enrolled(workspace.machine("worker-" + i));
        RandomAgent random = new RandomAgent(servers.get(i % 2), agent, works.size());
        works.add(repeating(Duration.ofMillis(1), random::turn));
      }
    }
    for (UseCases server : servers) {
      works.add(repeating(Duration.ofMillis(5), () -> server.expire().expire()));
      works.add(repeating(Duration.ofMillis(5), () -> server.place().place()));
    }
    for (int server = 0; server < servers.size(); server++) {
      works.add(repeating(Duration.ofMillis(5), sums()::sum));
    }
    works.add(repeating(Duration.ofMillis(50), this::makeTimePass));
    works.add(watching());

    ListAppender<ILoggingEvent> conflicts = watchedConflicts();
    Concurrently.run(works);

    assertThat(conflicts.list).as("deadlocks").isEmpty();
    while (database.number("SELECT count(*) FROM summing") > 0) {
      sums().sum();
    }
    assertNothingIsLeftAndEverythingAddsUp();
  }

  private Callable<Void> submitting(Workspace workspace) {
    LoadTest test = workspace.test("test");
    return () -> {
      try {
        for (int i = 0; i < TASKS_PER_TENANT; i++) {
          submitted
              .get(workspace)
              .add(
                  servers
                      .get(i % 2)
                      .submit()
                      .submit(workspace.member(), test.id(), MachineSelection.ONE));
          pause(Duration.ofMillis(5));
        }
      } finally {
        submitters.decrementAndGet();
      }
      return null;
    };
  }

  /** Every fourth task or so, whatever its state. */
  private Callable<Void> cancelling(Workspace workspace) {
    Random random = new Random(workspaces.indexOf(workspace));
    return repeating(
        Duration.ofMillis(2),
        () -> {
          Task task = submitted.get(workspace).poll();
          if (task != null && random.nextInt(4) == 0) {
            try {
              servers.get(random.nextInt(2)).cancel().cancel(workspace.member(), task.id());
            } catch (Refusal.Conflict e) {
              // It had ended.
            }
          }
        });
  }

  /** Some offer gets old, and some agent has not been heard for longer than any limit. */
  private void makeTimePass() {
    database.execute(
        """
        UPDATE claim SET offered_at = now() - interval '1 minute'
        WHERE assignment IN (SELECT assignment FROM claim WHERE status = 'offered' ORDER BY random() LIMIT 1)
        """);
    database.execute(
        """
        UPDATE agent SET last_heard = now() - interval '2 minutes'
        WHERE machine IN (SELECT machine FROM agent ORDER BY random() LIMIT 1)
        """);
  }

  private Callable<Void> watching() {
    return () -> {
      while (!over.get() && (submitters.get() > 0 || claims() > 0)) {
        pause(Duration.ofMillis(100));
      }
      over.set(true);
      return null;
    };
  }

  private Callable<Void> repeating(Duration pause, Runnable work) {
    return () -> {
      try {
        while (!over.get()) {
          work.run();
          pause(pause);
        }
      } finally {
        over.set(true);
      }
      return null;
    };
  }

  private static void pause(Duration pause) {
    LockSupport.parkNanos(pause.toNanos());
  }

  private static SumSeconds sums() {
    return new SumSeconds(database.database().transactions(), new SummingHistograms());
  }

  private static ListAppender<ILoggingEvent> watchedConflicts() {
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    ((Logger) LoggerFactory.getLogger(JdbiTransactions.class)).addAppender(appender);
    return appender;
  }

  private static long claims() {
    return database.number("SELECT count(*) FROM claim");
  }

  private static void assertNothingIsLeftAndEverythingAddsUp() {
    assertThat(claims()).isZero();
    assertThat(database.number("SELECT count(*) FROM task")).isEqualTo(2L * TASKS_PER_TENANT);
    assertNone("SELECT id FROM task WHERE status IN ('pending', 'running')");
    assertNone("SELECT id FROM assignment WHERE status NOT IN ('finished', 'lost', 'revoked')");
    assertNone(
        """
        SELECT id || was || becomes FROM task JOIN history ON task = id
        WHERE (was, becomes) NOT IN (('pending', 'running'), ('pending', 'cancelled'), ('running', 'passed'),
          ('running', 'failed'), ('running', 'cancelled'), ('running', 'timeout'))
        """);
    assertNone(
        """
        SELECT id FROM task LEFT JOIN history ON task = id AND becomes NOT IN ('pending', 'running')
        GROUP BY id HAVING count(task) <> 1
        """);
    assertNone(
        """
        SELECT a.id || a.status || t.status FROM assignment a JOIN task t ON t.id = a.task
        WHERE (a.status, t.status) NOT IN (('finished', 'passed'), ('finished', 'cancelled'),
          ('revoked', 'cancelled'), ('lost', 'failed'))
        """);
    // Frames: whatever was acknowledged is stored once, and adds up.
    assertNone(
        """
        SELECT a.id FROM assignment a LEFT JOIN frame f ON f.assignment = a.id
        GROUP BY a.id, a.acked_seq HAVING count(f.seq) <> a.acked_seq
        """);
    assertNone(
        """
        SELECT t.id FROM task t LEFT JOIN assignment a ON a.task = t.id
        LEFT JOIN series_second s ON s.assignment = a.id
        GROUP BY t.id, t.total_requests HAVING coalesce(sum(s.samples), 0) <> t.total_requests
        """);
    assertNone(
        """
        SELECT assignment FROM (
          SELECT assignment, sum(samples) AS n FROM series_second GROUP BY assignment) AS s
        FULL JOIN (
          SELECT assignment, sum(samples) AS n FROM series_total GROUP BY assignment) AS t
        USING (assignment) WHERE s.n IS DISTINCT FROM t.n
        """);
    assertNone(
        """
        SELECT assignment FROM series_total t
        CROSS JOIN unnest(ARRAY[10, 60]) AS spans (length)
        WHERE t.samples <> (
          SELECT sum(r.samples) FROM series_roll_up r
          WHERE r.assignment = t.assignment AND r.span = length)
        """);
    assertThat(database.texts("SELECT DISTINCT status FROM task ORDER BY status"))
        .as("all ways to end were taken")
        .containsExactly("cancelled", "failed", "passed");
  }

  private static void assertNone(String sql) {
    assertThat(database.texts(sql)).as(sql).isEmpty();
  }
}
