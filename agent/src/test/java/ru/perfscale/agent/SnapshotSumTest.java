package ru.perfscale.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.SecondSnapshot;

class SnapshotSumTest {
  @Test
  void theSumOfASeriesIsWhatOneRecorderWouldHave() {
    LatencySnapshot sum =
        SnapshotSum.of(Snapshots.series("/", 5, 900), Snapshots.series("/", 7_000_000));

    LatencySnapshot one = Snapshots.series("/", 5, 900, 7_000_000);
    assertThat(sum.histogram()).isEqualTo(one.histogram());
    assertThat(sum).usingRecursiveComparison().isEqualTo(one);
  }

  @Test
  void whatMovesToALaterSecondIsLateThere() {
    SecondSnapshot sum =
        SnapshotSum.of(
            Snapshots.second(
                3, Snapshots.series("/", 1, 2), Snapshots.series("/", Measure.RESPONSE, 1, 2)),
            Snapshots.second(4, Snapshots.series("/", 3), Snapshots.series("/b", 4)));

    assertThat(sum.second()).isEqualTo(4);
    assertThat(sum.late()).isEqualTo(2);
    assertThat(sum.series()).extracting(LatencySnapshot::count).containsExactly(3L, 2L, 1L);
  }

  @Test
  void partsOfTheSameSecondAreNotLate() {
    SecondSnapshot sum = SnapshotSum.of(Snapshots.wide(3, 2), Snapshots.wide(3, 3));

    assertThat(sum.late()).isEqualTo(4);
    assertThat(sum.skewed()).isEqualTo(2);
    assertThat(sum.users()).hasValue(7);
    assertThat(sum.series()).hasSize(3);
  }
}
