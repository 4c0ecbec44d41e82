package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.perfscale.adapters.persistence.task.FrameRepositoryContract.counted;
import static ru.perfscale.adapters.persistence.task.FrameRepositoryContract.frame;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.SummingHistograms;
import ru.perfscale.adapters.persistence.UseCases;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.application.task.LiveFigures;
import ru.perfscale.application.task.RecordFrames;
import ru.perfscale.application.task.RecoverFrames;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Frame;

/** Running figures are right whoever took the frames, and written no more often than they may. */
final class LiveFiguresTest {
  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  private final Storage storage = database.storage();
  private final Workspace workspace = Workspace.in(storage);
  private final Agent agent = workspace.serving("worker");
  private final Assignment assignment = workspace.running(agent);
  private long seq;
  private long samples;

  @Test
  void theyAreTheSameWhicheverServerTakesTheFrames() {
    List<RecordFrames> servers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      servers.add(UseCases.over(storage).record());
    }
    SumSeconds sums = new SumSeconds(database.database().transactions(), new SummingHistograms());
    Random random = new Random(3);
    for (int i = 0; i < 60; i++) {
      int server = random.nextInt(servers.size());
      if (random.nextInt(10) == 0) {
        // One that has just been started.
        servers.set(server, UseCases.over(storage).record());
      }
      deliver(servers.get(server), random.nextInt(1, 6));
      assertThat(shown()).isEqualTo(samples);
      sums.sum();
    }
  }

  @Test
  void theyAreWrittenOncePerPaceAndTheLastOnesByTheJob() {
    AtomicLong nanos = new AtomicLong();
    LiveFigures live =
        new LiveFigures(
            storage.tasks(),
            storage.assignments(),
            storage.frames(),
            new SummingHistograms(),
            storage.transactions(),
            new LiveFigures.Pace(Duration.ofSeconds(1), nanos::get));
    RecordFrames record =
        new RecordFrames(
            storage.assignments(),
            storage.frames(),
            new SummingHistograms(),
            live,
            new RecoverFrames(storage.tasks(), storage.frames(), null, new SummingHistograms()),
            storage.transactions());
    deliver(record, 1);
    long first = samples;
    assertThat(shown()).as("the first ones at once").isEqualTo(first);

    deliver(record, 1);
    live.writeDue();
    assertThat(shown()).isEqualTo(first);

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    live.writeDue();
    assertThat(shown()).isEqualTo(samples);
    deliver(record, 1);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    deliver(record, 1);
    assertThat(shown()).isEqualTo(samples);
  }

  private long shown() {
    return storage
        .tasks()
        .find(assignment.task())
        .orElseThrow()
        .findings()
        .figures()
        .totalRequests();
  }

  private void deliver(RecordFrames record, int count) {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      seq++;
      samples += seq;
      frames.add(frame(seq, counted("a", seq)));
    }
    assertThat(
            record.record(
                agent,
                assignment.id(),
                assignment.epoch(),
                new RecordFrames.Batch(frames, Optional.empty())))
        .isEqualTo(seq);
  }
}
