package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 6, 7, 8, 1_000_003})
  void partsAddUpToTheWholeAndDifferByOneAtMost(long total) {
    long[] parts =
        IntStream.rangeClosed(1, 7).mapToLong(i -> new Share(i, 7).part(total)).toArray();

    assertThat(parts).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    assertThat(IntStream.range(0, 7).mapToLong(i -> parts[i]).sum()).isEqualTo(total);
    assertThat(parts[0] - parts[6]).isLessThanOrEqualTo(1);
  }

  @Test
  void itIsReadAsItIsWritten() {
    assertThat(Share.parse("2/5")).isEqualTo(new Share(2, 5)).hasToString("2/5");
    assertThat(Share.WHOLE.isWhole()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "2/", "a/b", "1/2/3", "0/2", "3/2", "1/1001", "-1/2"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Share.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("share is ")
        .hasMessageContaining("i/N");
  }
}
