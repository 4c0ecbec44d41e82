package ru.perfscale.runner.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ru.perfscale.runner.engine.StartFailed;

class CommandTest {
  @Test
  void givesWhatWasSaidAndTheExitCode() {
    assertThat(Command.run(List.of("sh", "-c", "echo out; echo err >&2; exit 3")))
        .isEqualTo(new Command(3, "out\nerr"));
  }

  @Test
  @Timeout(60)
  void oneThatHangsIsGivenUp() {
    assertThatThrownBy(() -> Command.run(List.of("sleep", "600"), Duration.ofMillis(300)))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("sleep did not end within");
  }

  @Test
  @Timeout(60)
  void oneThatSaysMoreThanIsKeptStillEnds() {
    assertThat(Command.run(List.of("sh", "-c", "head -c 1000000 /dev/zero | tr '\\0' x")))
        .satisfies(ended -> assertThat(ended.exitCode()).isZero())
        .satisfies(ended -> assertThat(ended.output()).hasSize(8 * 1024));
  }
}
