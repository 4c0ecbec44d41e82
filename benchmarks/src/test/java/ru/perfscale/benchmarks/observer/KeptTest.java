package ru.perfscale.benchmarks.observer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptTest {
  @Test
  void theSecondLowestAndTheSecondHighestOfNineHoldTheMedian() {
    Kept kept = Kept.of(0.9, 0.1, 0.8, 0.2, 0.7, 0.3, 0.6, 0.4, 0.5);

    assertThat(kept.low()).isEqualTo(0.2);
    assertThat(kept.high()).isEqualTo(0.8);
    assertThat(kept.confidence()).isCloseTo(1 - 20 / 512.0, within(1e-12));
  }

  @Test
  void fewRoundsHaveTheWidestIntervalAndSayHowMuchItIsWorth() {
    Kept kept = Kept.of(0.5, 0.7, 0.6);

    assertThat(kept.low()).isEqualTo(0.5);
    assertThat(kept.high()).isEqualTo(0.7);
    assertThat(kept.confidence()).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void manyRoundsNarrowIt() {
    Kept kept = Kept.of(IntStream.rangeClosed(1, 25).asDoubleStream().toArray());

    assertThat(kept.low()).isEqualTo(8);
    assertThat(kept.high()).isEqualTo(18);
    assertThat(kept.confidence()).isBetween(0.95, 0.97);
  }
}
