package ru.perfscale.adapters.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DurationTextTest {
  @Test
  void everyFormIsReadAndWrittenBackTheSame() {
    for (String text :
        new String[] {"500ms", "30s", "5m", "1h30m", "24h", "168h", "1h1m1s1ms", "0s"}) {
      assertThat(DurationText.format(DurationText.parse(text))).isEqualTo(text);
    }
  }

  @Test
  void theShortestFormIsWritten() {
    assertThat(DurationText.format(DurationText.parse("90m"))).isEqualTo("1h30m");
    assertThat(DurationText.format(DurationText.parse("1500ms"))).isEqualTo("1s500ms");
    assertThat(DurationText.format(Duration.ofNanos(1))).isEqualTo("0s");
  }

  @Test
  void anythingElseIsRefused() {
    for (String text :
        new String[] {"", "5", "5 m", "m", "1m1h", "-5m", "1.5h", "5M", "PT5M", "9999999999s"}) {
      assertThatIllegalArgumentException()
          .as(text)
          .isThrownBy(() -> DurationText.parse(text))
          .withMessage("must be a duration such as 500ms, 30s, 5m or 1h30m");
    }
  }
}
