package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ru.perfscale.adapters.persistence.task.FrameRepositoryContract.counted;

import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.SummingHistograms;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;

/** Totals and roll-ups are the sums of their seconds, and hold each frame once. */
final class SumSecondsTest {
  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  private final Storage storage = database.storage();
  private final Workspace workspace = Workspace.in(storage);
  private final Random random = new Random(7);
  private final SumSeconds sums =
      new SumSeconds(database.database().transactions(), new SummingHistograms());

  @Test
  void closedMinutesAreSummedWhileTheRunGoesOn() {
    Assignment running = running("goes-on");
    append(running, 1, 130);

    sums.sum();

    assertThat(mark(running)).containsExactly("120");
    assertEveryRollUpIsTheSumOfItsSeconds(running, 120);
    List<Interval> before = storage.frames().totals(running);
    assertThat(before.stream().mapToLong(total -> total.tally().count()).sum())
        .as("the seconds behind the mark are in the totals, too")
        .isEqualTo(samples(running));
  }

  @Test
  void whatIsLeftIsSummedWhenTheRunHasEnded() {
    Assignment running = running("ends");
    Assignment acknowledged = append(running, 1, 75);
    storage.assignments().save(acknowledged.finished());

    sums.sum();
    sums.sum();

    assertThat(mark(running)).isEmpty();
    assertEveryRollUpIsTheSumOfItsSeconds(running, 75);
    assertThat(total(running)).isEqualTo(samples(running));
  }

  @Test
  void lateFramesAreAddedToWhatIsSummed() {
    Assignment running = running("late");
    Assignment lost = append(running, 1, 75).lost();
    storage.assignments().save(lost);
    sums.sum();
    assertThat(mark(running)).isEmpty();

    append(lost, 76, 100);
    assertThat(mark(running)).containsExactly("75");
    sums.sum();

    assertThat(mark(running)).isEmpty();
    assertEveryRollUpIsTheSumOfItsSeconds(running, 100);
    assertThat(total(running)).isEqualTo(samples(running));
  }

  @Test
  void aBacklogOfHoursIsSummedInSteps() {
    Assignment running = running("backlog");
    Assignment acknowledged = append(running, 1, 1500);
    storage.assignments().save(acknowledged.finished());

    sums.sum();

    assertThat(mark(running)).isEmpty();
    assertEveryRollUpIsTheSumOfItsSeconds(running, 1500);
    assertThat(total(running)).isEqualTo(samples(running));
  }

  @Test
  void oneThatCannotBeSummedKeepsNoOtherFromIt() {
    Assignment poisoned = append(running("poisoned"), 1, 65);
    database.execute(
        "UPDATE frame SET intervals = packed(1, 1, 0, 1, 1, 1, 0, 1, '\\x00') WHERE assignment = ?",
        poisoned.id().value());
    storage.assignments().save(poisoned.finished());
    Assignment good = append(running("good"), 1, 65);
    storage.assignments().save(good.finished());

    assertThatThrownBy(sums::sum).hasMessageContaining("not a histogram");

    assertThat(total(good)).isEqualTo(samples(good));
    assertThat(total(poisoned)).isZero();
    database.execute("DELETE FROM summing WHERE assignment = ?", poisoned.id().value());
  }

  private Assignment running(String hostname) {
    return workspace.running(workspace.serving(hostname));
  }

  /** One frame a second, of three labels; some seconds make two frames. */
  private Assignment append(Assignment assignment, long from, long to) {
    List<Frame> frames =
        LongStream.rangeClosed(from, to)
            .mapToObj(
                seq ->
                    new Frame(
                        seq,
                        seq - 1 - (seq % 7 == 0 && seq > 1 ? 1 : 0),
                        List.of(
                            counted("a", random.nextInt(1, 100)),
                            counted("b", random.nextInt(1, 100)),
                            counted("c", random.nextInt(1, 100))),
                        OptionalInt.empty(),
                        0,
                        0))
            .toList();
    return storage.transactions().call(() -> storage.frames().append(assignment, frames));
  }

  private static List<String> mark(Assignment assignment) {
    return database.texts(
        "SELECT summed_seq FROM summing WHERE assignment = ?", assignment.id().value());
  }

  private static long total(Assignment assignment) {
    return database.number(
        "SELECT coalesce(sum(samples), 0) FROM series_total WHERE assignment = ?",
        assignment.id().value());
  }

  private static long samples(Assignment assignment) {
    return database.number(
        "SELECT sum(samples) FROM series_second WHERE assignment = ?", assignment.id().value());
  }

  private static void assertEveryRollUpIsTheSumOfItsSeconds(Assignment assignment, long lastSeq) {
    String sums =
        "series, sum(samples), sum(sum_nanos), sum(CAST(CAST('x' || encode(histogram, 'hex') AS bit(64)) AS bigint))";
    for (int span : new int[] {10, 60}) {
      List<String> ofSeconds =
          database.texts(
              """
              SELECT concat_ws(' ', second / %d * %d, %s)
              FROM series_second WHERE assignment = ? AND seq <= ?
              GROUP BY second / %d, series ORDER BY second / %d, series
              """
                  .formatted(span, span, sums, span, span),
              assignment.id().value(),
              lastSeq);
      List<String> ofSpans =
          database.texts(
              """
              SELECT concat_ws(' ', second, %s)
              FROM series_roll_up WHERE assignment = ? AND span = ?
              GROUP BY second, series ORDER BY second, series
              """
                  .formatted(sums),
              assignment.id().value(),
              span);
      assertThat(ofSpans).isNotEmpty().isEqualTo(ofSeconds);
    }
  }
}
