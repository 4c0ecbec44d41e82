package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.application.task.SecondRepository;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.GeneratorHealth;
import ru.perfscale.domain.task.HealthTally;
import ru.perfscale.domain.task.SecondRange;

final class JdbiSecondRepositoryTest {
  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  private final Storage storage = database.storage();
  private final Workspace workspace = Workspace.in(storage);
  private final SecondRepository seconds = storage.seconds();
  private final Assignment running = workspace.running(workspace.serving("worker"));
  private final List<Frame> frames = new ArrayList<>();

  private void frame(long second, int span) {
    frame(second, span, 0, Optional.empty());
  }

  private void frame(long second, int span, long skewed, Optional<GeneratorHealth> health) {
    frames.add(
        new Frame(
            frames.size() + 1, second, span, List.of(), OptionalInt.empty(), 0, skewed, health));
  }

  private static Optional<GeneratorHealth> health(
      double cpu, double steal, long stallMillis, long backlog) {
    return Optional.of(
        new GeneratorHealth(
            1.5,
            cpu,
            steal,
            new GeneratorHealth.Memory(1L << 30, 1L << 33),
            3,
            Duration.ofMillis(stallMillis),
            backlog));
  }

  @Test
  void secondsOfSeveralFramesAndFramesOfSeveralSecondsCountOnce() {
    frame(0, 1);
    frame(1, 1);
    frame(1, 1);
    frame(1, 1);
    frame(10, 10);
    frame(20, 1);
    frame(25, 1);
    storage.frames().append(running, frames);

    assertThat(seconds.stored(running))
        .containsExactly(new SecondRange(0, 1), new SecondRange(10, 20), new SecondRange(25, 25));
  }

  @Test
  void aFrameWithinALongerOneMakesNoGap() {
    frame(0, 60);
    frame(3, 1);
    frame(60, 1);
    storage.frames().append(running, frames);

    assertThat(seconds.stored(running)).containsExactly(new SecondRange(0, 60));
  }

  @Test
  void nothingIsKnownBeforeTheFirstFrame() {
    assertThat(seconds.stored(running)).isEmpty();
    assertThat(seconds.health(running)).isEqualTo(HealthTally.UNKNOWN);
  }

  @Test
  void badSecondsAreCounted() {
    frame(0, 1, 2, health(0.9, 0.05, 499, 61_439));
    frame(1, 1, 3, health(0.91, 0.05, 499, 61_439));
    frame(2, 1, 0, health(0.9, 0.06, 499, 61_439));
    frame(3, 1, 0, health(0.9, 0.05, 500, 61_439));
    frame(4, 1, 0, health(0.9, 0.05, 499, 61_440));
    frame(5, 1, 0, health(1, 1, 2_500, 65_536));
    frame(6, 1);
    storage.frames().append(running, frames);

    assertThat(seconds.health(running))
        .isEqualTo(
            new HealthTally(
                6, 2, 2, 2, 2, new HealthTally.Worst(1, 1, Duration.ofMillis(2_500)), 5));
  }

  @Test
  void moreSkewedSamplesThanANumberHoldsAreAsManyAsItHolds() {
    frame(0, 1, Long.MAX_VALUE, health(0, 0, 0, 0));
    frame(1, 1, Long.MAX_VALUE, health(0, 0, 0, 0));
    storage.frames().append(running, frames);

    assertThat(seconds.health(running).skewed()).isEqualTo(Long.MAX_VALUE);
  }
}
