package ru.perfscale.runner.engine.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.Share;
import ru.perfscale.runner.engine.StartFailed;
import ru.perfscale.runner.engine.ToolVerdict;

class ArtilleryDriverTest {
  private static final String SCRIPT = "config: {}\n";

  @TempDir private Path directory;

  private Invocation prepare(RunSpec.Builder spec) throws IOException {
    ToolInstallation artillery =
        new ToolInstallation("artillery", "2.0.34", Path.of("/opt/artillery"));
    return new Artillery().prepare(artillery, spec.build(), directory);
  }

  private static RunSpec.Builder spec() {
    return RunSpec.builder("artillery", SCRIPT);
  }

  @Test
  void theHookComesByTheEnvironmentAlone() throws IOException {
    Invocation invocation = prepare(spec());

    assertThat(invocation.command())
        .containsExactly("/opt/artillery", "run", "--quiet", "script.yml");
    assertThat(invocation.environment())
        .containsEntry("ARTILLERY_PLUGINS", "{\"perfscale\":{}}")
        .containsEntry("ARTILLERY_PLUGIN_PATH", directory.resolve("perfscale").toString())
        .containsEntry("ARTILLERY_DISABLE_TELEMETRY", "true")
        .containsEntry("PERFSCALE_FINISH_MILLIS", "5000")
        .doesNotContainKeys("PERFSCALE_USERS", "PERFSCALE_DURATION");
    assertThat(directory.resolve("script.yml")).hasContent(SCRIPT);
    assertThat(directory.resolve("perfscale/artillery-plugin-perfscale/index.js")).isNotEmptyFile();
  }

  @Test
  void usersDurationAndHowLongRequestsMayFinishAreToldToTheHook() throws IOException {
    assertThat(
            prepare(spec().users(7).duration(Duration.ofMillis(1_500)).grace(Duration.ofSeconds(3)))
                .environment())
        .containsEntry("PERFSCALE_USERS", "7")
        .containsEntry("PERFSCALE_DURATION", "1.5")
        .containsEntry("PERFSCALE_FINISH_MILLIS", "1500");
  }

  @Test
  void aShareWithoutAUserIsRefused() {
    assertThatThrownBy(() -> prepare(spec().users(2).share(Share.parse("3/3"))))
        .isInstanceOf(StartFailed.class)
        .hasMessage("Share 3/3 of 2 users has no user; use at most 2 shares");
  }

  @Test
  void exitCodesTellTheScriptsCriterionFromItsErrors() {
    Artillery artillery = new Artillery();
    assertThat(artillery.verdict(0)).isEqualTo(ToolVerdict.PASSED);
    assertThat(artillery.verdict(99)).isEqualTo(ToolVerdict.CRITERION_FAILED);
    assertThat(artillery.verdict(1)).isEqualTo(ToolVerdict.SCRIPT_ERROR);
    assertThat(artillery.verdict(11)).isEqualTo(ToolVerdict.SCRIPT_ERROR);
    assertThat(artillery.verdict(137)).isEqualTo(ToolVerdict.TOOL_FAILED);
  }

  @Test
  void anErrorIsToldWithoutItsStackAndTheRunsDirectory() {
    String log =
        """
        Test run id: t1
        worker error, id: 1 /runs/0a1b2c3d-0000-1111-2222-333344445555/home/lib/p.js:2


        SyntaxError: Unexpected end of input
            at wrapSafe (node:internal/modules/cjs/loader:1713:18)
            at Module._compile (node:internal/modules/cjs/loader:1755:20) {
          code: 'X'
        }
        """;
    assertThat(message(11, log)).isEqualTo("lib/p.js:2\n\n\nSyntaxError: Unexpected end of input");
    assertThat(
            message(
                1,
                """
                node:internal/process/promises:394
                    ^

                RequestError: connect ECONNREFUSED 127.0.0.1:9
                    at ClientRequest (index.js:868:107)
                """))
        .isEqualTo("RequestError: connect ECONNREFUSED 127.0.0.1:9");
    assertThat(message(1, "Error: Cannot read properties of undefined (reading 'target')\n"))
        .endsWith("(reading 'target'): the script has no config section");
  }

  @Test
  void failedConditionsAndExpectationsAreToldOnce() {
    String log =
        """
        * GET /a
          ok statusCode 404
          not ok statusCode 404
          expected: 200
          not ok statusCode 404

        Checks:
        ok: http.codes.200 > 1
        fail: http.response_time.p95 < 1
        """;
    assertThat(message(99, log))
        .isEqualTo("not ok statusCode 404\nfail: http.response_time.p95 < 1");
  }

  @Test
  void aGoodEndTellsWhyUsersFailed() {
    assertThat(message(0, "x\nUsers that failed: 3 with ECONNREFUSED\n"))
        .isEqualTo("Artillery ended with exit code 0:\nUsers that failed: 3 with ECONNREFUSED");
    assertThat(message(0, "x\n")).isEqualTo("Artillery ended with exit code 0");
    assertThat(message(137, "")).isEqualTo("Artillery ended with exit code 137");
    assertThat(message(2, "a\nb\nc\nd\n")).isEqualTo("b\nc\nd");
  }

  private static String message(int exitCode, String log) {
    return new Artillery().message(exitCode, new LogTail(log, log.length(), 0));
  }
}
