package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;

final class JdbiFrameRepositoryTest implements FrameRepositoryContract {
  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  @Override
  public Storage storage() {
    return database.storage();
  }

  @Test
  void theDatabaseUnpacksWhatAFrameMeasured() {
    Workspace workspace = Workspace.in(storage());
    Assignment running = workspace.running(workspace.serving("worker"));
    storage().frames().append(running, frames(3, 400));

    assertThat(
            database.texts(
                "SELECT concat_ws(' ', seq, second, users, late, skewed) FROM frame"
                    + " WHERE assignment = ? ORDER BY seq",
                running.id().value()))
        .containsExactly("1 10 5 6 7", "2 11 5 6 7", "3 12 5 6 7");
    assertThat(
            database.texts(
                """
                SELECT concat_ws(' ', x.second, x.seq, s.label, x.samples, x.untimed, x.sum_nanos, x.min_nanos,
                  x.max_nanos, x.first_start_nanos, x.last_end_nanos, x.histogram)
                FROM series_second x JOIN series s ON s.id = x.series AND s.tenant = x.tenant
                WHERE x.assignment = ? AND s.label = 'label 399'
                ORDER BY x.seq
                """,
                running.id().value()))
        .hasSize(3)
        .first()
        .isEqualTo(
            "10 1 label 399 3 0 9223372036854775807 1 2 -9223372036854775807"
                + " 4611686018427387904 \\x00ff03");
    assertThat(
            database.number(
                "SELECT count(*) FROM series WHERE task = ?", running.task().id().value()))
        .isEqualTo(400);
  }

  private static List<Frame> frames(int frames, int labels) {
    List<Interval> intervals =
        IntStream.range(0, labels)
            .mapToObj(
                i ->
                    FrameRepositoryContract.interval(FrameRepositoryContract.http("label " + i), 3))
            .toList();
    return IntStream.range(0, frames)
        .mapToObj(i -> new Frame(i + 1, 10 + i, intervals, OptionalInt.of(5), 6, 7))
        .toList();
  }
}
