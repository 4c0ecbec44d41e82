package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunSpecTest {
  private static RunSpec.Builder spec() {
    return RunSpec.builder("k6", "script");
  }

  @Test
  void wrongValuesAreRefusedWithFieldValueAndWhatWouldBeRight() {
    assertThatThrownBy(() -> RunSpec.builder("k6", " \n").build())
        .hasMessageContaining("script is blank");
    assertThatThrownBy(() -> spec().users(0).build()).hasMessage("users is 0, must be 1 or more");
    assertThatThrownBy(() -> spec().duration(Duration.ZERO).build())
        .hasMessageContaining("duration is PT0S, must be above zero");
    assertThatThrownBy(() -> spec().timeLimit(Duration.ofDays(10_000)).build())
        .hasMessageContaining("timeLimit is PT240000H");
    assertThatThrownBy(() -> spec().grace(Duration.ofSeconds(-1)).build())
        .hasMessageContaining("grace is PT-1S");
    assertThatThrownBy(() -> spec().environment("a-b", "x").build())
        .hasMessageContaining("environment has 'a-b'");
    assertThatThrownBy(() -> spec().environment("UID", "x").build())
        .hasMessageContaining("environment has 'UID'");
    assertThatThrownBy(() -> spec().environment("A", "secret\0").build())
        .hasMessageContaining("A in environment has a NUL")
        .hasMessageNotContaining("secret");
  }

  @Test
  void itsTextHoldsNoSecret() {
    assertThat(spec().environment("TOKEN", "s3cret").build().toString())
        .contains("TOKEN")
        .doesNotContain("s3cret");
  }
}
