package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.Concurrently;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.UseCases;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.domain.Refusal;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.task.MachineSelection.Count;
import ru.perfscale.domain.task.RunReport.End;
import ru.perfscale.domain.task.Task;

/**
 * A cancel, finishes, the time limit and lost agents, all at the same moment.
 *
 * <p>A campaign: {@code mvn -pl adapters-persistence -am test -Dtest=EndRaceTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Draces=1000}. It prints which ends were taken.
 */
final class EndRaceTest {
  private static final int IN_EVERY_BUILD = 250;
  private static final Duration ENOUGH = Duration.ofSeconds(40);

  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  private final Storage storage = database.storage();
  private final UseCases server = UseCases.over(storage);
  private final Workspace workspace = Workspace.in(storage);
  private final LoadTest test = workspace.test("test");
  private final Random random = new Random(4);

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
  void eachTaskComesToExactlyOneEnd() throws Exception {
    Fleet fleet = new Fleet(server, workspace, 2);
    Integer campaign = Integer.getInteger("races");
    int most = campaign == null ? IN_EVERY_BUILD : campaign;
    long begun = System.nanoTime();
    int rounds = 0;
    // On a busy machine a build has fewer rounds rather than no end; a campaign has all.
    while (rounds < most && (campaign != null || System.nanoTime() - begun < ENOUGH.toNanos())) {
      rounds++;
      Task task = server.submit().submit(workspace.member(), test.id(), new Count(2));
      fleet.members().forEach(Fleet.Member::accept);
      fleet.members().forEach(member -> member.measure(1, 5));
      Concurrently.run(some(task, fleet));
      for (Fleet.Member member : fleet.members()) {
        refusable(() -> member.finish(End.CANCELLED, ""));
        attach(member, Workspace.BOOT);
      }
    }

    assertThat(database.texts("SELECT id FROM task WHERE finished_at IS NULL")).isEmpty();
    assertThat(database.number("SELECT count(*) FROM claim")).isZero();
    assertThat(
            database.texts(
                """
                SELECT task || string_agg(becomes, ' ') FROM history
                WHERE becomes <> 'running' OR was <> 'pending'
                GROUP BY task HAVING count(*) <> 1
                """))
        .as("more than one end")
        .isEmpty();
    assertThat(database.number("SELECT count(*) FROM history WHERE was = 'running'"))
        .isEqualTo(rounds);
    assertThat(database.number("SELECT count(*) FROM assignment_report")).isEqualTo(2L * rounds);
    assertThat(database.number("SELECT count(DISTINCT status) FROM task"))
        .as("ways to end that were taken")
        .isGreaterThan(2);
    if (campaign != null) {
      System.out.println(rounds + " races, one end each:");
      database
          .texts(
              """
              SELECT count(*) || ' ' || concat_ws(': ', status, reasons -> 0 ->> 'code') FROM task
              GROUP BY status, reasons -> 0 ->> 'code' ORDER BY count(*) DESC
              """)
          .forEach(System.out::println);
    }
  }

  /** Two of all that can happen to a task, in any order. */
  private List<Callable<Void>> some(Task task, Fleet fleet) {
    Fleet.Member one = fleet.get(0);
    Fleet.Member other = fleet.get(1);
    List<Callable<Void>> all =
        new ArrayList<>(
            List.of(
                refusing(() -> server.cancel().cancel(workspace.member(), task.id())),
                refusing(() -> one.finish(End.TIMED_OUT, "")),
                refusing(() -> attach(one, "another")),
                refusing(
                    () -> {
                      database.silence(one.agent, Duration.ofMinutes(2));
                      server.expire().expire();
                    }),
                refusing(() -> one.finish(End.SCRIPT_ERROR, "line 3"))));
    Collections.shuffle(all, random);
    List<Callable<Void>> some = new ArrayList<>(all.subList(0, random.nextInt(1, 4)));
    End end = random.nextBoolean() ? End.COMPLETED : End.TIMED_OUT;
    some.add(refusing(() -> other.finish(end, "")));
    some.add(refusing(() -> one.finish(end, "")));
    return some;
  }

  private void attach(Fleet.Member member, String boot) {
    server.attach().attach(member.agent, new AgentBoot(boot, EnumSet.of(Tool.K6), Set.of()));
  }

  private static Callable<Void> refusing(Runnable work) {
    return () -> {
      refusable(work);
      return null;
    };
  }

  private static void refusable(Runnable work) {
    try {
      work.run();
    } catch (Refusal e) {
      // Something else was first.
    }
  }
}
