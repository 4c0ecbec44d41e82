package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.perfscale.adapters.persistence.task.FrameRepositoryContract.counted;
import static ru.perfscale.adapters.persistence.task.FrameRepositoryContract.frame;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.JdbiStorage;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.adapters.persistence.MortalTransactions;
import ru.perfscale.adapters.persistence.MortalTransactions.Death;
import ru.perfscale.adapters.persistence.SummingHistograms;
import ru.perfscale.adapters.persistence.UseCases;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.application.task.RecordFrames;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;

/**
 * A server that dies while it records frames and sums them: behind each of its statements, just
 * before each commit, and behind each commit, with the answer under way. The agent then delivers to
 * the next server, which begins with nothing in memory.
 */
final class DyingServerTest {
  private static final int FRAMES = 70;
  private static final int BATCH = 35;
  private static final List<Frame> ALL =
      LongStream.rangeClosed(1, FRAMES)
          .mapToObj(seq -> frame(seq, counted("a", seq), counted("b " + seq / 50, 1)))
          .toList();

  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  private final JdbiStorage storage = database.storage();
  private final Workspace workspace = Workspace.in(storage);

  @Test
  void whereverItDiesNoAcknowledgedFrameIsLostAndNoneIsDoubled() {
    int moments = 0;
    boolean died;
    do {
      moments++;
      Run run = new Run("worker-" + moments);
      died = run.deliveredWithADeathAt(moments);
      run.assertEverythingIsThereOnce();
    } while (died);
    assertThat(moments).as("the moments to die at").isGreaterThan(30);
  }

  private final class Run {
    private final Agent agent;
    private final Assignment assignment;
    private long acknowledged;

    Run(String hostname) {
      agent = workspace.serving(hostname);
      assignment = workspace.running(agent);
    }

    /**
     * @return whether there was such a moment
     */
    boolean deliveredWithADeathAt(int moment) {
      try (MortalTransactions mortal = new MortalTransactions(database.settings(1), moment)) {
        deliver(mortal.transactions());
        return false;
      } catch (Death e) {
        assertThat(stored()).as("what was acknowledged").isGreaterThanOrEqualTo(acknowledged);
        deliver(storage.transactions());
        return true;
      }
    }

    private void deliver(JdbiTransactions transactions) {
      RecordFrames record = UseCases.over(new JdbiStorage(transactions)).record();
      SumSeconds sums = new SumSeconds(transactions, new SummingHistograms());
      while (acknowledged < FRAMES) {
        int from = Math.toIntExact(acknowledged);
        acknowledged =
            record.record(
                agent,
                assignment.id(),
                assignment.epoch(),
                new RecordFrames.Batch(
                    ALL.subList(from, Math.min(FRAMES, from + BATCH)), Optional.empty()));
        sums.sum();
      }
      sums.sum();
    }

    private long stored() {
      return database.number(
          "SELECT count(*) FROM frame WHERE assignment = ?", assignment.id().value());
    }

    void assertEverythingIsThereOnce() {
      assertThat(
              database.texts(
                  "SELECT seq FROM frame WHERE assignment = ? ORDER BY seq",
                  assignment.id().value()))
          .hasSize(FRAMES)
          .doesNotHaveDuplicates();
      List<Interval> totals = storage.frames().totals(assignment);
      assertThat(byLabel(totals, interval -> interval.tally().count())).isEqualTo(expected());
      assertThat(totals)
          .allSatisfy(
              total ->
                  assertThat(total.histogram())
                      .isEqualTo(SummingHistograms.of(total.tally().count())));
      assertThat(
              storage
                  .tasks()
                  .find(assignment.task())
                  .orElseThrow()
                  .findings()
                  .figures()
                  .totalRequests())
          .isEqualTo(expected().values().stream().mapToLong(Long::longValue).sum());
      assertThat(
              database.number(
                  "SELECT coalesce(sum(samples), 0) FROM series_roll_up WHERE assignment = ? AND span = 60",
                  assignment.id().value()))
          .isEqualTo(
              database.number(
                  "SELECT sum(samples) FROM series_total WHERE assignment = ?",
                  assignment.id().value()));
    }

    private Map<String, Long> expected() {
      return byLabel(
          ALL.stream().flatMap(frame -> frame.intervals().stream()).toList(),
          interval -> interval.tally().count());
    }

    private Map<String, Long> byLabel(List<Interval> intervals, ToLongFunction<Interval> what) {
      return intervals.stream()
          .collect(
              Collectors.groupingBy(
                  interval -> interval.series().label(),
                  TreeMap::new,
                  Collectors.summingLong(what)));
    }
  }
}
