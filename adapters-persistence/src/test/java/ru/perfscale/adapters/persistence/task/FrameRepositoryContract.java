package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.SummingHistograms;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.Series.Kind;
import ru.perfscale.domain.task.Series.Measure;
import ru.perfscale.domain.task.Series.Outcome;
import ru.perfscale.domain.task.Series.Phase;
import ru.perfscale.domain.task.Tally;
import ru.perfscale.domain.task.TaskRef;

/** What every {@code FrameRepository} does. */
interface FrameRepositoryContract {
  Storage storage();

  private Workspace workspace() {
    return Workspace.in(storage());
  }

  private Assignment running() {
    Workspace workspace = workspace();
    return workspace.running(workspace.serving("worker"));
  }

  private Assignment append(Assignment assignment, Frame... frames) {
    return storage()
        .transactions()
        .call(() -> storage().frames().append(assignment, List.of(frames)));
  }

  @Test
  default void nothingIsStoredBeforeTheFirstFrame() {
    Assignment running = running();

    assertThat(storage().frames().totals(running)).isEmpty();
    assertThat(storage().frames().totals(running.task())).isEmpty();
  }

  @Test
  default void framesMoveTheWatermarkWithoutASampleToo() {
    Assignment running = running();

    Assignment acknowledged = append(running, frame(1), frame(2));

    assertThat(acknowledged.ackedSeq()).isEqualTo(2);
    assertThat(storage().frames().sources(running.task())).containsExactly(acknowledged);
    assertThat(storage().frames().lock(running.task().tenant(), running.id()))
        .contains(acknowledged);
    assertThat(storage().frames().totals(running)).isEmpty();
  }

  @Test
  default void everySeriesAndEveryValueIsKept() {
    Assignment running = running();
    List<Interval> intervals = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Outcome outcome : Outcome.values()) {
        for (Phase phase : Phase.values()) {
          for (Measure measure : Measure.values()) {
            intervals.add(interval(new Series("GET /é", kind, outcome, phase, measure), 7));
          }
        }
      }
    }
    intervals.add(new Interval(http("untimed"), Tally.NONE, new byte[0]));
    append(running, frame(1, intervals.toArray(Interval[]::new)));

    assertThat(storage().frames().totals(running))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyInAnyOrderElementsOf(intervals);
  }

  @Test
  default void totalsAreTheSumOfAllFrames() {
    Assignment running = running();
    Assignment later = append(running, frame(1, counted("a", 1), counted("b", 10)));
    append(later, frame(2, counted("b", 20)), frame(3, counted("c", 3), counted("b", 30)));

    assertThat(storage().frames().totals(running))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyInAnyOrder(counted("a", 1), counted("b", 60), counted("c", 3));
  }

  @Test
  default void whatCameSinceAFrameIsToldUpToTheAcknowledgedOne() {
    Assignment running = running();
    Assignment two = append(running, frame(1, counted("a", 1)), frame(2, counted("a", 2)));
    Assignment four = append(two, frame(3, counted("a", 4)), frame(4));

    assertThat(counts(storage().frames().since(four, 1))).containsExactlyInAnyOrder(2L, 4L);
    assertThat(counts(storage().frames().since(two, 1))).containsExactly(2L);
    assertThat(storage().frames().since(four, 3)).isEmpty();
    assertThat(storage().frames().since(four, 4)).isEmpty();
  }

  @Test
  default void theTotalsOfATaskAreThoseOfAllItsAssignments() {
    Workspace workspace = workspace();
    Assignment running = workspace.running(workspace.serving("worker"));
    Assignment other = workspace.open(storage().tasks().find(running.task()).orElseThrow());
    append(running, frame(1, counted("a", 1)));
    append(other, frame(1, counted("a", 2)));

    assertThat(storage().frames().totals(running)).hasSize(1);
    assertThat(counts(storage().frames().totals(running.task()))).containsExactlyInAnyOrder(1L, 2L);
    assertThat(storage().frames().sources(running.task()))
        .extracting(Assignment::id)
        .containsExactlyInAnyOrder(running.id(), other.id());
  }

  @Test
  default void anotherTenantSeesNothing() {
    Assignment running = running();
    append(running, frame(1, counted("a", 1)));

    TaskRef stolen = new TaskRef(workspace().tenant(), running.task().id());
    assertThat(storage().frames().totals(stolen)).isEmpty();
    assertThat(storage().frames().sources(stolen)).isEmpty();
    assertThat(storage().frames().lock(stolen.tenant(), running.id())).isEmpty();
  }

  private static List<Long> counts(List<Interval> intervals) {
    return intervals.stream().map(interval -> interval.tally().count()).toList();
  }

  static Frame frame(long seq, Interval... intervals) {
    return new Frame(seq, seq - 1, List.of(intervals), OptionalInt.empty(), 0, 0);
  }

  static Series http(String label) {
    return new Series(label, Kind.HTTP, Outcome.OK, Phase.MAIN, Measure.SERVICE);
  }

  static Interval counted(String label, long count) {
    return new Interval(
        http(label),
        new Tally(count, 0, 5 * count, 5, 5, new Tally.Span(1, 2)),
        SummingHistograms.of(count));
  }

  static Interval interval(Series series, long count) {
    Tally tally =
        new Tally(count, 0, Long.MAX_VALUE, 1, 2, new Tally.Span(Long.MIN_VALUE + 1, 1L << 62));
    return new Interval(series, tally, new byte[] {0, -1, (byte) count});
  }
}
