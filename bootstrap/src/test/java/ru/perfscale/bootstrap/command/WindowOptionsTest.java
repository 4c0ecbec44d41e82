package ru.perfscale.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.results.Window;

class WindowOptionsTest {
  private static final Optional<String> UNSET = Optional.empty();

  @Test
  void boundsAreOffsetsOrInstants() {
    assertThat(window(Duration.ZERO, Optional.of("30s"), Optional.of("5m")))
        .isEqualTo(Window.ALL.from(Duration.ofSeconds(30)).to(Duration.ofMinutes(5)).toString());
    assertThat(window(Duration.ZERO, Optional.of("2026-03-04T13:00:00+03:00"), UNSET))
        .isEqualTo(Window.ALL.from(Instant.parse("2026-03-04T10:00:00Z")).toString());
    assertThat(window(Duration.ZERO, UNSET, UNSET)).isEqualTo(Window.ALL.toString());
  }

  @Test
  void ofSkipAndFromTheLaterOneHolds() {
    String minute = Window.ALL.from(Duration.ofMinutes(1)).toString();
    assertThat(window(Duration.ofMinutes(1), Optional.of("30s"), UNSET)).isEqualTo(minute);
    assertThat(window(Duration.ofSeconds(30), Optional.of("1m"), UNSET)).isEqualTo(minute);
  }

  @Test
  void aBoundThatIsNeitherIsNamed() {
    assertThatThrownBy(() -> window(Duration.ZERO, UNSET, Optional.of("noon")))
        .hasMessageContainingAll("--to is 'noon'", "30s", "2026-03-04T10:00:00Z");
    assertThatThrownBy(() -> window(Duration.ZERO, Optional.of("2026-03-04T"), UNSET))
        .hasMessageContaining("--from is '2026-03-04T'");
  }

  private static String window(Duration skip, Optional<String> from, Optional<String> to) {
    return WindowOptions.window(skip, from, to).toString();
  }
}
