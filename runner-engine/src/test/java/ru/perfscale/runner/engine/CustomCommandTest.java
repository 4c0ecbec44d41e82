package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ru.perfscale.runner.engine.TestEngine.command;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CustomCommandTest {
  private final TestEngine engine = TestEngine.forCommands();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aCommandLineIsRunByTheShellAndItsSamplesAreCounted() throws Exception {
    List<SecondSnapshot> seconds = Collections.synchronizedList(new ArrayList<>());

    RunResult result =
        engine.run(
            command(
                """
                exec > "$PERFSCALE_SAMPLES"
                echo "12.5 ok GET /cart"
                echo "30 error@$(date +%s.%N) GET /cart"
                echo "- error GET /gone"
                """),
            seconds::add);

    assertThat(result.end()).as(result.message()).isEqualTo(End.COMPLETED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.PASSED);
    assertThat(result.exitCode()).hasValue(0);
    assertThat(result.counts()).isEqualTo(new SampleCounts(3, 2, 1, 0, 0, 0, 0, true));
    assertThat(result.totals())
        .extracting(s -> s.series().label(), s -> s.series().outcome(), LatencySnapshot::sumNanos)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("GET /cart", Outcome.OK, 12_500_000L),
            org.assertj.core.groups.Tuple.tuple("GET /cart", Outcome.ERROR, 30_000_000L),
            org.assertj.core.groups.Tuple.tuple("GET /gone", Outcome.ERROR, 0L));
    assertThat(seconds.stream().flatMap(s -> s.series().stream()).mapToLong(LatencySnapshot::count))
        .hasSize(3);
  }

  @Test
  void aScriptWithAShebangIsRunByTheKernel() throws Exception {
    RunResult result = engine.run(command("#!/bin/bash\necho \"$BASH_VERSION\"; exit 3\n"));

    assertThat(result.end()).isEqualTo(End.FAILED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.TOOL_FAILED);
    assertThat(result.exitCode()).hasValue(3);
    assertThat(result.message()).startsWith("The command ended with exit code 3:\n5.");
    assertThat(result.counts().samples()).isZero();
  }

  @Test
  void aScriptThatCannotRunSaysWhyAndDoesNothing() throws Exception {
    assertRefused(
        "#!/no/such -x\necho x\n", "names the interpreter '/no/such', which is not there");
    assertRefused("#!/bin/bash\r\necho x\r\n", "its lines end with CR LF; LF alone would be right");
    assertRefused("#!/usr/bin/env no-such\n", "no-such");
    assertRefused("#!\n", "names the interpreter ''");
    assertRefused("echo '1 ok x' > $PERFSCALE_SAMPLES\nfi\n", "yntax error");
    assertRefused(
        "export default function () { http.get('x') }\nimport http from 'k6/http';\n",
        "This looks like a script of k6, but the tool is custom");
    assertRefused("no-such-command", "no-such-command: ");
  }

  private void assertRefused(String script, String... words) throws Exception {
    RunResult result = engine.run(command(script));
    assertThat(result.end()).isEqualTo(End.FAILED);
    assertThat(result.verdict()).as(result.message()).isEqualTo(ToolVerdict.SCRIPT_ERROR);
    assertThat(result.message()).startsWith("The script cannot run (exit code 12").contains(words);
    assertThat(result.counts().samples()).isZero();
  }

  @Test
  void aCommandWithoutSamplesIsJudgedByItsExitCodeAndHasNoFigures() throws Exception {
    RunResult result = engine.run(command("true"));
    assertThat(result.end()).isEqualTo(End.COMPLETED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.PASSED);
    assertThat(result.summary().total().count()).isZero();
    assertThat(result.summary().total().percentile(95)).isEmpty();
    assertThat(result.summary().labels()).isEmpty();
  }

  @Test
  void theEnvironmentIsCleanAndTakesAnyValue() throws Exception {
    String awkward = "a 'b' \"c\" $d\n\\e\té";

    RunResult result =
        engine.run(
            command("env -0 | tr '\\0' '|'")
                .users(7)
                .duration(Duration.ofMillis(1500))
                .environment("SECONDS", "mine")
                .environment("AWKWARD", awkward));

    assertThat(result.log().text().split("\\|"))
        .contains("SECONDS=mine", "AWKWARD=" + awkward)
        .contains("PERFSCALE_USERS=7", "PERFSCALE_DURATION=1.5")
        .extracting(variable -> variable.replaceFirst("=(?s).*", ""))
        .isSubsetOf(
            ("PATH LANG TZ HOME TMPDIR PERFSCALE_RUN PERFSCALE_SAMPLES PERFSCALE_USERS PERFSCALE_SHARE"
                    + " PERFSCALE_DURATION SECONDS AWKWARD SHLVL PWD OLDPWD _")
                .split(" "));
  }

  @Test
  void theCommandRunsInADirectoryOfItsOwnWithoutRightsAndStandardInput() throws Exception {
    RunResult result =
        engine.run(
            command(
                """
                test "$PWD" = "$HOME" && test "$(ls -A)" = script && ! read line && touch mine
                ! tty -s <&2
                grep -E '^(Uid|NoNewPrivs|CapEff|SigIgn)' /proc/self/status
                grep -E '^Max (processes|core)' /proc/self/limits | tr -s ' '
                """));

    assertThat(result.end()).as(result.log().text()).isEqualTo(End.COMPLETED);
    assertThat(result.log().text())
        .contains("NoNewPrivs:\t1")
        .contains("CapEff:\t0000000000000000");
    assertThat(result.log().text()).doesNotContain("Uid:\t0");
    assertThat(result.log().text())
        .as("signals 1 to 16 are as they should be")
        .containsPattern("SigIgn:\t[0-9a-f]{12}0000")
        .contains("Max core file size 0 0")
        .containsPattern("Max processes \\d{1,4} \\d{1,4} ");
    assertThat(engine.directory.resolve("runs")).isEmptyDirectory();
  }

  @Test
  void aToolWithoutADriverIsMissing() {
    assertThatThrownBy(() -> engine.start(RunSpec.builder("ab", "x").build()))
        .isInstanceOf(ToolMissing.class)
        .hasMessageContaining("There is no tool 'ab'");
    assertThatThrownBy(() -> engine.start(RunSpec.builder("k6", "x").build()))
        .isInstanceOf(ToolMissing.class)
        .hasMessage("k6 is not installed here");
  }

  @Test
  void aDirectoryThatTheToolsUserCannotEnterIsNamed() throws Exception {
    org.junit.jupiter.api.Assumptions.assumeTrue(Processes.isRoot(), "only root changes the user");
    Files.setPosixFilePermissions(
        engine.directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));

    assertThatThrownBy(() -> engine.start(command("true").build()))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("uid 65534")
        .hasMessageContaining("may not enter or execute " + engine.directory)
        .hasMessageContaining("chmod o+x " + engine.directory);
    assertThat(engine.directory.resolve("runs")).isEmptyDirectory();
  }
}
