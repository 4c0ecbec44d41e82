package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.perfscale.adapters.persistence.task.FrameRepositoryContract.counted;
import static ru.perfscale.adapters.persistence.task.FrameRepositoryContract.frame;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.SummingHistograms;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.application.task.FrameRepository.Window;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Frame;

final class DayPartitionsTest {
  private static final int FRAMES = 70;

  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  private final Storage storage = database.storage();
  private final Workspace workspace = Workspace.in(storage);
  private final JdbiTransactions transactions = database.database().transactions();
  private final DayPartitions month = new DayPartitions(transactions, OptionalInt.of(30));

  @Test
  void thereIsAPartitionForEachOfTheNextDays() {
    assertThat(days()).hasSize(8);
    database.execute("SELECT drop_day('frame', CAST(now() AT TIME ZONE 'UTC' AS date) + 3)");
    assertThat(days()).hasSize(7);

    new DayPartitions(transactions, OptionalInt.empty()).keep();

    assertThat(days()).hasSize(8);
  }

  @Test
  void anOldDayGoesButTotalsAndPinnedTasksStay() {
    Assignment pinned = measured("pinned", 40);
    storage.tasks().pin(pinned.task(), true);
    Assignment other = measured("other", 40);
    Assignment recent = measured("recent", 29);
    new SumSeconds(transactions, new SummingHistograms()).sum();
    makeOld(40);

    month.keep();

    assertThat(hasDay(40)).isFalse();
    assertThat(hasDay(29)).isTrue();
    assertThat(window(other)).isEqualTo(new Window(List.of(), false));
    assertThat(total(other)).isEqualTo(FRAMES);
    for (Assignment kept : List.of(pinned, recent)) {
      assertThat(window(kept).isWhole()).isTrue();
      assertThat(window(kept).intervals().getFirst().tally().count()).isEqualTo(FRAMES - 1);
      assertThat(total(kept)).isEqualTo(FRAMES);
    }
    assertThat(kept()).isEqualTo(FRAMES);

    storage.tasks().pin(pinned.task(), false);
    month.keep();

    assertThat(kept()).isZero();
    assertThat(window(pinned).isWhole()).isFalse();
    assertThat(window(recent).isWhole()).isTrue();
  }

  @Test
  void aDayOfWhichSomethingIsNotSummedStays() {
    Assignment late = measured("late", 50);
    makeOld(50);

    month.keep();
    assertThat(window(late).isWhole()).isTrue();

    new SumSeconds(transactions, new SummingHistograms()).sum();
    month.keep();
    assertThat(window(late).isWhole()).isFalse();
    assertThat(total(late)).isEqualTo(FRAMES);
  }

  @Test
  void withoutALimitEverythingStays() {
    Assignment old = measured("for-ever", 4000);
    new SumSeconds(transactions, new SummingHistograms()).sum();
    makeOld(4000);

    new DayPartitions(transactions, OptionalInt.empty()).keep();

    assertThat(window(old).isWhole()).isTrue();
    database.execute(
        "SELECT drop_day(p, CAST(now() AT TIME ZONE 'UTC' AS date) - 4000)"
            + " FROM unnest(ARRAY['frame', 'series_roll_up']) AS p");
  }

  /** A run that was received so many days ago, but for its roll-ups. */
  private Assignment measured(String hostname, int daysAgo) {
    Assignment running = workspace.running(workspace.serving(hostname));
    List<Frame> frames =
        LongStream.rangeClosed(1, FRAMES).mapToObj(seq -> frame(seq, counted("a", 1))).toList();
    Assignment acknowledged =
        storage.transactions().call(() -> storage.frames().append(running, frames));
    storage.assignments().save(acknowledged.finished());
    move("frame", daysAgo, "assignment = '" + running.id() + "'");
    return storage.frames().sources(running.task()).getFirst();
  }

  /** The roll-ups of today. */
  private static void makeOld(int daysAgo) {
    move("series_roll_up", daysAgo, "true");
  }

  private static void move(String parent, int daysAgo, String which) {
    database.execute(
        "SELECT add_day(?, CAST(now() AT TIME ZONE 'UTC' AS date) - CAST(? AS integer))",
        parent,
        daysAgo);
    database.execute(
        "UPDATE %s SET day = CAST(now() AT TIME ZONE 'UTC' AS date) - %d WHERE %s AND day >= now()::date - 1"
            .formatted(parent, daysAgo, which));
  }

  private Window window(Assignment assignment) {
    return storage.frames().window(assignment, Optional.empty(), 1, FRAMES);
  }

  private long total(Assignment assignment) {
    return storage.frames().totals(assignment).getFirst().tally().count();
  }

  /** From today on. */
  private static List<String> days() {
    return database.texts(
        """
        SELECT relname::text FROM pg_inherits JOIN pg_class ON oid = inhrelid
        WHERE inhparent = 'frame'::regclass AND relname ~ '_[0-9]+$'
          AND right(relname, 8) >= to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDD')
        """);
  }

  private static boolean hasDay(int daysAgo) {
    return database.number(
            """
            SELECT count(to_regclass('frame'
              || to_char(CAST(now() AT TIME ZONE 'UTC' AS date) - CAST(? AS integer), '_YYYYMMDD')))
            """,
            daysAgo)
        == 1;
  }

  private static long kept() {
    return database.number("SELECT count(*) FROM frame_kept");
  }
}
