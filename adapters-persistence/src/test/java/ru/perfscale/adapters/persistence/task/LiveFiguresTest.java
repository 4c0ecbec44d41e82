package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.perfscale.adapters.persistence.task.FrameRepositoryContract.counted;
import static ru.perfscale.adapters.persistence.task.FrameRepositoryContract.frame;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.SummingHistograms;
import ru.perfscale.adapters.persistence.UseCases;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.application.task.LiveFigures;
import ru.perfscale.application.task.RecordFrames;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Findings;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskStatus;

/** Figures are right whoever took the frames, and made no more often than they may. */
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
    UseCases server =
        UseCases.over(storage, new LiveFigures.Pace(Duration.ofSeconds(1), nanos::get));
    LiveFigures live = server.live();
    RecordFrames record = server.record();
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

  @Test
  void ofALostRunTheyAreMadeOncePerPaceAndWhatADeadServerOwesByAnother() {
    AtomicLong nanos = new AtomicLong();
    LiveFigures.Pace pace = new LiveFigures.Pace(Duration.ofSeconds(1), nanos::get);
    UseCases dying = UseCases.over(storage, pace);
    deliver(dying.record(), 1);
    dying.attach().attach(agent, new AgentBoot("boot-2", EnumSet.of(Tool.K6), Set.of()));
    deliver(dying.record(), 1);
    long first = samples;
    assertThat(shown()).as("the first late ones at once").isEqualTo(first);

    deliver(dying.record(), 1);
    dying.recover().figureDue();
    assertThat(shown()).isEqualTo(first);

    UseCases other = UseCases.over(storage, pace);
    other.recover().figureDue();
    assertThat(shown()).isEqualTo(samples);
    assertThat(storage.frames().unfigured(assignment.task())).isEmpty();

    deliver(dying.record(), 1);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    dying.recover().figureDue();
    assertThat(shown()).isEqualTo(samples);
  }

  @Test
  void ofManyTasksTheyAreWrittenTogetherAndTheSameAsOfFew() {
    UseCases server = UseCases.over(storage);
    List<Agent> agents = IntStream.range(0, 22).mapToObj(i -> workspace.serving("m-" + i)).toList();
    List<Assignment> many = agents.stream().map(workspace::running).toList();
    for (int i = 0; i < many.size(); i++) {
      send(server.record(), agents.get(i), many.get(i), frame(1, counted("a", 1)));
    }
    for (int i = 0; i < many.size(); i++) {
      send(server.record(), agents.get(i), many.get(i), frame(2, counted("b", 10 + i)));
    }
    server.attach().attach(agents.getFirst(), new AgentBoot("boot-2", Set.of(), Set.of()));
    assertThat(found(many.getLast()).findings().figures().totalRequests())
        .as("not at once, as there are many")
        .isLessThan(32);

    server.live().writeDue();

    assertThat(found(many.getFirst()).status()).isEqualTo(TaskStatus.FAILED);
    for (int i = 1; i < many.size(); i++) {
      Findings together = found(many.get(i)).findings();
      assertThat(together.figures().totalRequests()).isEqualTo(11 + i);
      send(
          UseCases.over(storage).record(),
          agents.get(i),
          many.get(i),
          frame(2, counted("b", 10 + i)));
      assertThat(found(many.get(i)).findings()).isEqualTo(together);
    }
  }

  private static void send(
      RecordFrames record, Agent agent, Assignment assignment, Frame... frames) {
    record.record(
        agent,
        assignment.id(),
        assignment.epoch(),
        new RecordFrames.Batch(
            List.of(frames), Optional.of(new LatencyMeaning("made up", Duration.ofNanos(1000)))));
  }

  private Task found(Assignment of) {
    return storage.tasks().find(of.task()).orElseThrow();
  }

  private long shown() {
    return found(assignment).findings().figures().totalRequests();
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
