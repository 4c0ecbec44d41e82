package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.application.task.FrameRepository;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Epoch;
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

  @Test
  void theNextFrameIsStoredAtOnceWhileNothingElseHasHappened() {
    Workspace workspace = Workspace.in(storage());
    Assignment running = workspace.running(workspace.serving("next"));
    FrameRepository server = storage().frames();
    List<Frame> frames = frames(5, 3);
    Assignment one = server.append(running, frames.subList(0, 1));
    assertThat(server.appendNext(one, frames.get(1)))
        .as("while it is not certain that its series are stored")
        .isEmpty();
    Assignment two = server.append(one, frames.subList(1, 2));

    Assignment three = server.appendNext(two, frames.get(2)).orElseThrow();

    assertThat(three).isEqualTo(two.acknowledged(3));
    assertThat(storage().frames().sources(running.task())).containsExactly(three);
    assertThat(server.appendNext(two, frames.get(2))).as("again").isEmpty();
    assertThat(server.appendNext(of(three, MachineId.next(), 0), frames.get(3)))
        .as("of another machine")
        .isEmpty();
    assertThat(
            storage()
                .frames()
                .appendNext(of(three, three.machine().orElseThrow(), 1), frames.get(3)))
        .as("under another epoch")
        .isEmpty();
    storage().assignments().save(three.finished());
    assertThat(server.appendNext(three, frames.get(3))).as("after the end").isEmpty();
    assertThat(
            database.texts(
                "SELECT seq FROM frame WHERE assignment = ? ORDER BY seq", running.id().value()))
        .containsExactly("1", "2", "3");
  }

  private static Assignment of(Assignment known, MachineId machine, int later) {
    Assignment.Holder holder = known.holder().orElseThrow();
    return new Assignment(
        known.id(),
        known.task(),
        known.status(),
        Optional.of(new Assignment.Holder(machine, holder.boot(), holder.clock())),
        new Epoch(known.epoch().number() + later),
        known.ackedSeq(),
        known.share());
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
