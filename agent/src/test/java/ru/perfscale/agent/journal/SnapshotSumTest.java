package ru.perfscale.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.GeneratorHealth;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.SecondSnapshot;

class SnapshotSumTest {
  @Test
  void theSumOfASeriesIsWhatOneRecorderWouldHave() {
    SecondSnapshot sum =
        SnapshotSum.of(
            0,
            List.of(
                Snapshots.second(3, Snapshots.series("/", 5, 900)),
                Snapshots.second(4, Snapshots.series("/", 7_000_000))));

    LatencySnapshot one = Snapshots.series("/", 5, 900, 7_000_000);
    assertThat(sum.series()).singleElement().usingRecursiveComparison().isEqualTo(one);
    assertThat(sum.second()).isZero();
  }

  @Test
  void whatIsCountedBesideTheSamplesIsAddedUpToo() {
    SecondSnapshot sum = SnapshotSum.of(0, List.of(Snapshots.wide(3, 2), Snapshots.wide(4, 3)));

    assertThat(sum.late()).isEqualTo(4);
    assertThat(sum.skewed()).isEqualTo(2);
    assertThat(sum.users()).hasValue(7);
    assertThat(sum.series()).hasSize(3);
  }

  @Test
  void ofTheGeneratorsHealthTheWorstIsKept() {
    GeneratorHealth busy = new GeneratorHealth(3, 0.9, 0, 1, 500, 2, Duration.ofMillis(5), 9);
    GeneratorHealth stolen = new GeneratorHealth(1, 0.5, 0.3, 7, 400, 8, Duration.ofMillis(80), 1);
    SecondSnapshot sum =
        SnapshotSum.of(
            0,
            List.of(
                Snapshots.second(0).with(Optional.of(busy)),
                Snapshots.second(1),
                Snapshots.second(2).with(Optional.of(stolen))));

    assertThat(sum.health())
        .contains(new GeneratorHealth(3, 0.9, 0.3, 7, 400, 8, Duration.ofMillis(80), 9));
  }
}
