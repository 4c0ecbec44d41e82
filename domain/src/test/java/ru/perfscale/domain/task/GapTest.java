package ru.perfscale.domain.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import ru.perfscale.domain.machine.MachineId;

class GapTest {
  private static final MachineId MACHINE = MachineId.next();

  private static Gap gap(long from, long to) {
    return new Gap(MACHINE, from, to);
  }

  @Test
  void whatIsStoredWhollyHasNoGap() {
    List<SecondRange> stored = List.of(new SecondRange(0, 9));

    assertThat(Gap.between(MACHINE, stored, 10)).isEmpty();
    assertThat(Gap.between(MACHINE, stored, 5)).isEmpty();
    assertThat(SecondRange.covered(stored, 10)).isEqualTo(10);
  }

  @Test
  void whatIsMissingInTheMiddleAndAtTheEndIsTold() {
    List<SecondRange> stored = List.of(new SecondRange(0, 2), new SecondRange(5, 6));

    assertThat(Gap.between(MACHINE, stored, 10)).containsExactly(gap(3, 4), gap(7, 9));
    assertThat(SecondRange.covered(stored, 10)).isEqualTo(5);
    assertThat(SecondRange.covered(stored, 6)).isEqualTo(4);
  }

  @Test
  void aRunBeginsWithItsFirstStoredSecond() {
    assertThat(Gap.between(MACHINE, List.of(new SecondRange(2, 4)), 6)).containsExactly(gap(5, 5));
    assertThat(Gap.between(MACHINE, List.of(), 6)).containsExactly(gap(0, 5));
    assertThat(Gap.between(MACHINE, List.of(), 0)).isEmpty();
  }

  @Test
  void theNumberOfGapsIsBounded() {
    List<SecondRange> stored =
        LongStream.range(0, 5_000).mapToObj(i -> new SecondRange(2 * i, 2 * i)).toList();

    assertThat(Gap.between(MACHINE, stored, 10_000))
        .hasSize(1_000)
        .startsWith(gap(1, 1), gap(3, 3))
        .endsWith(gap(1_999, 9_999));
  }
}
