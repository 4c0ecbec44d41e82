package ru.perfscale.runner.engine.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.ToolVerdict;

class LocustDriverTest {
  @TempDir private Path directory;

  private List<String> command(RunSpec.Builder spec) throws IOException {
    ToolInstallation locust = new ToolInstallation("locust", "2.46.7", Path.of("/opt/locust"));
    return new Locust().prepare(locust, spec.build(), directory).command();
  }

  private static RunSpec.Builder spec() {
    return RunSpec.builder("locust", "from locust import User\n");
  }

  @Test
  void withoutUsersAndDurationTheScriptDecides() throws IOException {
    assertThat(command(spec()))
        .startsWith("/opt/locust", "-f", "perfscale_hook.py,locustfile.py", "--headless")
        .containsSubsequence("--exit-code-on-error", "0")
        .containsSubsequence("--stop-timeout", "5")
        .doesNotContain("--users", "--spawn-rate", "--run-time");
    assertThat(directory.resolve("perfscale_hook.py")).isNotEmptyFile();
    assertThat(directory.resolve("locustfile.py")).hasContent("from locust import User\n");
  }

  @Test
  void usersStartWithinASecond() throws IOException {
    assertThat(command(spec().users(7).grace(Duration.ZERO)))
        .containsSubsequence("--stop-timeout", "0")
        .containsSubsequence("--users", "7", "--spawn-rate", "7");
  }

  @Test
  void theHookIsToldTheDuration() throws IOException {
    ToolInstallation locust = new ToolInstallation("locust", "2.46.7", Path.of("/opt/locust"));
    RunSpec oneAndABit = spec().duration(Duration.ofMillis(1_001)).build();
    assertThat(new Locust().prepare(locust, oneAndABit, directory).environment())
        .containsEntry("PERFSCALE_DURATION", "1.001");
  }

  @Test
  void noMoreThanAHundredUsersStartPerSecond() throws IOException {
    assertThat(command(spec().users(5_000))).containsSubsequence("--spawn-rate", "100");
  }

  @Test
  void theRunMaySayHowFastUsersStart() throws IOException {
    assertThat(command(spec().users(7).environment("LOCUST_SPAWN_RATE", "1")))
        .doesNotContain("--spawn-rate");
  }

  @Test
  void exitCodesTellTheScriptsCriterionFromItsErrors() {
    Locust locust = new Locust();
    assertThat(locust.verdict(0)).isEqualTo(ToolVerdict.PASSED);
    assertThat(locust.verdict(99)).isEqualTo(ToolVerdict.CRITERION_FAILED);
    assertThat(locust.verdict(1)).isEqualTo(ToolVerdict.SCRIPT_ERROR);
    assertThat(locust.verdict(2)).isEqualTo(ToolVerdict.SCRIPT_ERROR);
    assertThat(locust.verdict(139)).isEqualTo(ToolVerdict.TOOL_FAILED);
  }

  @Test
  void aTracebackIsToldFromTheScriptsLineToItsError() {
    String log =
        """
        Traceback (most recent call last):
          File "/opt/lib/locust/event.py", line 47, in fire
            handler(**kwargs)
          File "/run/1/locustfile.py", line 9, in listen
            {}["x"]
            ~~^^^^^
        KeyError: 'x'
        Type     Name   # reqs
        """;
    assertThat(new Locust().message(2, new LogTail(log, log.length(), 0)))
        .isEqualTo(
            "File locustfile.py, line 9, in listen\n    {}[\"x\"]\n    ~~^^^^^\nKeyError: 'x'");
  }

  @Test
  void withoutATracebackTheLastLinesSpeak() {
    assertThat(new Locust().message(137, new LogTail("", 0, 0)))
        .isEqualTo("Locust ended with exit code 137");
    assertThat(new Locust().message(2, new LogTail("a\nb\nc\nd\n", 8, 0))).isEqualTo("b\nc\nd");
  }
}
