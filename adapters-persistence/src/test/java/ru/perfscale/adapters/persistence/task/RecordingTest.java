package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.Concurrently;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.SummingHistograms;
import ru.perfscale.adapters.persistence.UseCases;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.application.task.RecordFrames;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.Refusal.Invalid;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Figures;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.Tally;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskStatus;

/** Whatever the way in which frames arrive, what is stored is the same. */
final class RecordingTest {
  private static final int FRAMES = 120;

  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  private final Storage storage = database.storage();
  private final RecordFrames record = UseCases.over(storage).record();
  private final SumSeconds sum =
      new SumSeconds(database.database().transactions(), new SummingHistograms());
  private final Workspace workspace = Workspace.in(storage);
  private final List<Frame> frames = frames(new Random(1));

  @Test
  void duplicatedReorderedAndTruncatedBatchesGiveTheSame() {
    Run plain = new Run("plain");
    for (int i = 0; i < FRAMES; i += 10) {
      plain.deliver(i, i + 10);
    }
    Run chaotic = new Run("chaotic");
    Random random = new Random(2);
    while (chaotic.acked < FRAMES) {
      if (random.nextInt(3) == 0) {
        sum.sum();
      }
      int from = Math.clamp(chaotic.acked + random.nextInt(-15, 5), 0, FRAMES - 1);
      chaotic.deliver(from, Math.min(FRAMES, from + random.nextInt(1, 20)));
    }
    chaotic.deliver(0, FRAMES);

    assertSame(chaotic, plain);
  }

  @Test
  void batchesThatArriveAtTheSameTimeGiveTheSame() throws Exception {
    Run plain = new Run("plain-2");
    plain.deliver(0, FRAMES);
    Run crowded = new Run("crowded");
    Concurrently.times(
        8,
        thread -> {
          Random random = new Random(thread);
          long acked = 0;
          while (acked < FRAMES) {
            int from = Math.clamp(acked - random.nextInt(5), 0, FRAMES - 1);
            acked = crowded.send(from, Math.min(FRAMES, from + random.nextInt(1, 20)));
          }
          return acked;
        });

    assertSame(crowded, plain);
  }

  @Test
  void aGapIsRefusedAndStoresNothing() {
    Run run = new Run("gap");
    run.deliver(0, 3);

    assertThat(run.send(4, 6)).isEqualTo(3);
    assertThat(run.send(2, 6)).isEqualTo(6);
    assertThat(run.stored()).hasSize(6);
  }

  @Test
  void aBatchThatCannotBeAddedStoresNothing() {
    Run run = new Run("broken");
    run.deliver(0, 3);
    Interval good = frames.getFirst().intervals().getFirst();
    Interval broken = new Interval(good.series(), good.tally(), new byte[] {1, 2, 3});
    Frame frame = new Frame(4, 4, List.of(broken), OptionalInt.empty(), 0, 0);

    assertThatThrownBy(
            () ->
                record.record(
                    run.agent,
                    run.assignment.id(),
                    run.assignment.epoch(),
                    new RecordFrames.Batch(List.of(frame), Optional.empty())))
        .isInstanceOf(Invalid.class);
    assertThat(run.stored()).hasSize(3);
    assertThat(run.send(3, 4)).isEqualTo(4);
  }

  @Test
  void lateFramesOfALostRunMakeItMoreComplete() {
    Run run = new Run("lost");
    Task task = storage.tasks().find(run.assignment.task()).orElseThrow();
    Task begun = Task.submit(task.tenant(), task.plan()).started(Instant.now().minusSeconds(100));
    storage
        .tasks()
        .save(
            new Task(
                task.id(),
                task.tenant(),
                task.plan(),
                begun.progress(),
                task.findings(),
                task.machines()));
    run.deliver(0, 10);
    UseCases.over(storage)
        .attach()
        .attach(run.agent, new AgentBoot("boot-2", EnumSet.of(Tool.K6), Set.of()));
    assertThat(run.coverage()).as("of 7 seconds in 10 frames").isBetween(0.06, 0.07);

    run.deliver(10, 14);
    assertThat(run.coverage()).as("of 10 seconds in 14 frames").isBetween(0.09, 0.1);
    run.deliver(14, 15);
    run.deliver(15, 60);

    assertThat(run.coverage()).as("of 41 seconds in 60 frames").isBetween(0.38, 0.41);
    assertThat(storage.tasks().find(task.ref()).orElseThrow().findings().account().gaps())
        .singleElement()
        .satisfies(gap -> assertThat(gap.fromSecond()).isEqualTo(41))
        .satisfies(gap -> assertThat(gap.toSecond()).isBetween(99L, 105L));
    assertThat(storage.tasks().find(task.ref()).orElseThrow().status())
        .isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void framesOfALostRunAreTakenForADayAndThenRefused() {
    Run run = new Run("forgotten");
    run.deliver(0, 10);
    UseCases.over(storage)
        .attach()
        .attach(run.agent, new AgentBoot("boot-2", EnumSet.of(Tool.K6), Set.of()));
    run.endedAgo("23 hours 59 minutes");
    run.deliver(10, 20);
    run.endedAgo("24 hours 1 minute");

    assertThatThrownBy(() -> run.deliver(20, 30))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("24 h");
    assertThat(run.stored()).hasSize(20);
  }

  @Test
  void aFrameOfSeveralSecondsIsAnAddendInTheFirstOfThem() {
    Run run = new Run("folded");
    Frame one = frames.getFirst();
    Frame sum =
        new Frame(1, 20, 10, one.intervals(), one.users(), one.late(), one.skewed(), one.health());
    record.record(
        run.agent,
        run.assignment.id(),
        run.assignment.epoch(),
        new RecordFrames.Batch(List.of(sum), Optional.empty()));

    assertThat(
            database.texts(
                "SELECT concat_ws(' ', second, span) FROM frame WHERE assignment = ?",
                run.assignment.id().value()))
        .containsExactly("20 10");
    assertThat(run.seconds()).hasSameSizeAs(one.intervals()).allMatch(row -> row.startsWith("20 "));
  }

  private void assertSame(Run run, Run expected) {
    assertThat(run.stored()).hasSize(FRAMES).isEqualTo(expected.stored());
    assertThat(run.seconds()).isNotEmpty().isEqualTo(expected.seconds());
    assertThat(storage.frames().totals(run.assignment))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyInAnyOrderElementsOf(storage.frames().totals(expected.assignment));
    Figures figures = run.figures();
    assertThat(figures).isEqualTo(expected.figures());
    assertThat(figures.totalRequests())
        .isEqualTo(
            frames.stream()
                .flatMap(frame -> frame.intervals().stream())
                .mapToLong(interval -> interval.tally().count())
                .sum());
  }

  private static List<Frame> frames(Random random) {
    return IntStream.rangeClosed(1, FRAMES)
        .mapToObj(
            seq ->
                new Frame(
                    seq,
                    seq * 2L / 3,
                    intervals(random, seq),
                    OptionalInt.of(random.nextInt(100)),
                    random.nextInt(3),
                    random.nextInt(3)))
        .toList();
  }

  /** New labels appear in the course of the run; every fifth frame is empty. */
  private static List<Interval> intervals(Random random, int seq) {
    List<Interval> intervals = new ArrayList<>();
    for (int i = 0; seq % 5 != 0 && i <= random.nextInt(1 + seq / 10); i++) {
      Series series =
          new Series(
              "label " + i,
              Series.Kind.HTTP,
              random.nextBoolean() ? Series.Outcome.OK : Series.Outcome.ERROR,
              Series.Phase.MAIN,
              Series.Measure.SERVICE);
      long count = random.nextInt(1, 50);
      intervals.add(
          new Interval(
              series,
              new Tally(count, 1, count * 7, seq, seq * 3L, new Tally.Span(seq, seq * 4L)),
              SummingHistograms.of(count - 1)));
    }
    return intervals;
  }

  private final class Run {
    private final Agent agent;
    private final Assignment assignment;
    private int acked;

    Run(String hostname) {
      agent = workspace.serving(hostname);
      assignment = workspace.running(agent);
    }

    void deliver(int from, int to) {
      acked = Math.toIntExact(send(from, to));
    }

    void endedAgo(String interval) {
      database.execute(
          "UPDATE task SET finished_at = now() - ?::interval WHERE id = ?",
          interval,
          assignment.task().id().value());
    }

    long send(int from, int to) {
      return record.record(
          agent,
          assignment.id(),
          assignment.epoch(),
          new RecordFrames.Batch(frames.subList(from, to), Optional.empty()));
    }

    List<String> stored() {
      return database.texts(
          "SELECT concat_ws(' ', seq, second, users, late, skewed) FROM frame"
              + " WHERE assignment = ? ORDER BY seq",
          assignment.id().value());
    }

    List<String> seconds() {
      return database.texts(
          """
          SELECT concat_ws(' ', x.second, x.seq, s.label, s.outcome, x.samples, x.untimed, x.sum_nanos,
            x.min_nanos, x.max_nanos, x.first_start_nanos, x.last_end_nanos, x.histogram)
          FROM series_second x JOIN series s ON s.id = x.series
          WHERE x.assignment = ?
          ORDER BY x.seq, s.label, s.outcome
          """,
          assignment.id().value());
    }

    double coverage() {
      Task task = storage.tasks().find(assignment.task()).orElseThrow();
      return task.findings().coverage().orElseThrow();
    }

    Figures figures() {
      return storage.tasks().find(assignment.task()).orElseThrow().findings().figures();
    }
  }
}
