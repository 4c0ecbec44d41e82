package ru.perfscale.domain.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageTest {
  @Test
  void ofSeveralMachinesIsAllStoredByAllExpectedFrames() {
    assertThat(Coverage.of(List.of(new Coverage(30, 1), new Coverage(10, 0.2))))
        .isCloseTo(0.8, within(1e-12));
  }

  @Test
  void isWholeOnlyWhenEveryMachinesIs() {
    List<Coverage> whole = List.of(new Coverage(3, 1), new Coverage(0, 1), new Coverage(86400, 1));
    assertThat(Coverage.of(whole)).isEqualTo(1);
    assertThat(Coverage.of(List.of(whole.get(2), new Coverage(0, 0)))).isLessThan(1);
  }

  @Test
  void aLostRunIsExpectedToHaveAFrameForEachSecond() {
    assertThat(Coverage.ofLost(40, 10)).isEqualTo(new Coverage(40, 0.25));
    assertThat(Coverage.ofLost(40, 41)).isEqualTo(new Coverage(40, 1));
    assertThat(Coverage.ofLost(-1, 0)).isEqualTo(new Coverage(0, 0));
  }

  @Test
  void lateFramesMakeItMore() {
    assertThat(Coverage.ofLost(40, 10).grownTo(20).stored()).isEqualTo(0.5);
    assertThat(Coverage.ofLost(40, 10).grownTo(100).stored()).isEqualTo(1);
  }
}
