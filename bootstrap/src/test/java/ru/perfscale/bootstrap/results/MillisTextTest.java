package ru.perfscale.bootstrap.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MillisTextTest {
  private static final Duration NANOSECOND = Duration.ofNanos(1);
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  @Test
  void showsAsManyDigitsAsAreKnown() {
    assertThat(MillisText.of(1_234_567, NANOSECOND)).isEqualTo("1.235");
    assertThat(MillisText.of(12_345_678, NANOSECOND)).isEqualTo("12.35");
    assertThat(MillisText.of(123_456_789, NANOSECOND)).isEqualTo("123.5");
    assertThat(MillisText.of(1_234_567_890, NANOSECOND)).isEqualTo("1235");
  }

  @Test
  void aToolOfMillisecondsHasNoDecimals() {
    assertThat(MillisText.of(9_998_000, MILLISECOND)).isEqualTo("10");
    assertThat(MillisText.of(OptionalLong.empty(), MILLISECOND)).isEqualTo("–");
  }
}
