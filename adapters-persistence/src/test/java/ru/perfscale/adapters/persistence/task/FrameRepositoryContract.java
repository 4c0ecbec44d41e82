package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.persistence.Storage;
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

  @Test
  default void nothingIsStoredBeforeTheFirstFrame() {
    Workspace workspace = workspace();
    Assignment running = workspace.running(workspace.serving("worker"));

    assertThat(storage().frames().totals(running)).isEmpty();
    assertThat(storage().frames().totals(running.task())).isEmpty();
  }

  @Test
  default void framesWithoutASampleAreStored() {
    Workspace workspace = workspace();
    Assignment running = workspace.running(workspace.serving("worker"));
    storage()
        .frames()
        .append(
            running,
            List.of(
                new Frame(1, 0, List.of(), OptionalInt.empty(), 0, 0),
                new Frame(2, 1, List.of(), OptionalInt.of(10), 1, 2)));

    assertThat(storage().frames().totals(running)).isEmpty();
  }

  @Test
  default void totalsAreKeptForEverySeriesAndEveryValue() {
    Workspace workspace = workspace();
    Assignment running = workspace.running(workspace.serving("worker"));
    List<Interval> totals = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Outcome outcome : Outcome.values()) {
        for (Phase phase : Phase.values()) {
          for (Measure measure : Measure.values()) {
            totals.add(interval(new Series("GET /é", kind, outcome, phase, measure), 7));
          }
        }
      }
    }
    totals.add(new Interval(http("untimed"), Tally.NONE, new byte[0]));
    storage().frames().saveTotals(running, totals);

    assertThat(storage().frames().totals(running))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyInAnyOrderElementsOf(totals);
  }

  @Test
  default void savingTotalsReplacesThoseOfTheSameSeriesOnly() {
    Workspace workspace = workspace();
    Assignment running = workspace.running(workspace.serving("worker"));
    storage().frames().saveTotals(running, List.of(interval(http("a"), 1), interval(http("b"), 1)));
    storage().frames().saveTotals(running, List.of(interval(http("b"), 2), interval(http("c"), 1)));

    assertThat(storage().frames().totals(running))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyInAnyOrder(
            interval(http("a"), 1), interval(http("b"), 2), interval(http("c"), 1));
  }

  @Test
  default void theTotalsOfATaskAreThoseOfAllItsAssignments() {
    Workspace workspace = workspace();
    Assignment running = workspace.running(workspace.serving("worker"));
    Assignment other = workspace.open(storage().tasks().find(running.task()).orElseThrow());
    storage().frames().saveTotals(running, List.of(interval(http("a"), 1)));
    storage().frames().saveTotals(other, List.of(interval(http("a"), 2)));

    assertThat(storage().frames().totals(running)).hasSize(1);
    assertThat(storage().frames().totals(running.task()))
        .extracting(total -> total.tally().count())
        .containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  default void anotherTenantSeesNothing() {
    Workspace workspace = workspace();
    Assignment running = workspace.running(workspace.serving("worker"));
    storage().frames().saveTotals(running, List.of(interval(http("a"), 1)));

    TaskRef stolen = new TaskRef(workspace().tenant(), running.task().id());
    assertThat(storage().frames().totals(stolen)).isEmpty();
  }

  static Series http(String label) {
    return new Series(label, Kind.HTTP, Outcome.OK, Phase.MAIN, Measure.SERVICE);
  }

  static Interval interval(Series series, long count) {
    Tally tally =
        new Tally(count, 0, Long.MAX_VALUE, 1, 2, new Tally.Span(Long.MIN_VALUE + 1, 1L << 62));
    return new Interval(series, tally, new byte[] {0, -1, (byte) count});
  }
}
