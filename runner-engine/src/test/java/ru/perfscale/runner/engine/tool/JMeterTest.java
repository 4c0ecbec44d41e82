package ru.perfscale.runner.engine.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.ToolVerdict;

class JMeterTest {
  private final JMeter jmeter = new JMeter();
  @TempDir private Path directory;

  @Test
  void theClassPathHoldsTheHomeAndTheHook() throws Exception {
    Invocation invocation = prepare(RunSpec.builder("jmeter", "<plan/>"));
    String home = "/opt/jmeter";
    assertThat(invocation.command())
        .containsSubsequence(
            System.getProperty("java.home") + "/bin/java",
            "-Xmx1g",
            "-cp",
            home + "/lib/*:" + home + "/lib/ext/*:" + directory.resolve("jmeter-hook.jar"),
            home,
            directory.resolve("plan.jmx").toString());
    assertThat(directory.resolve("plan.jmx")).hasContent("<plan/>");
    assertThat(directory.resolve("jmeter-hook.jar")).isNotEmptyFile();
    assertThat(invocation.environment()).isEmpty();
  }

  @Test
  void usersAndDurationGoByTheEnvironment() throws Exception {
    Invocation invocation =
        prepare(RunSpec.builder("jmeter", "<plan/>").users(20).duration(Duration.ofMillis(1_500)));
    assertThat(invocation.environment())
        .containsEntry("PERFSCALE_USERS", "20")
        .containsEntry("PERFSCALE_DURATION", "2");
  }

  @Test
  void jvmArgumentsOfTheRunWinAndStayOffTheCommandLine() throws Exception {
    String arguments = "-Xmx3g -Dkey=secret";
    Invocation invocation =
        prepare(RunSpec.builder("jmeter", "<plan/>").environment("JVM_ARGS", arguments));
    assertThat(invocation.command())
        .containsSubsequence("-Xmx1g", "@" + directory.resolve("jvm-arguments"))
        .noneMatch(argument -> argument.contains("secret"));
    assertThat(directory.resolve("jvm-arguments")).hasContent(arguments);
  }

  @Test
  void anExitCodeTellsTheScriptsFaultFromTheTools() {
    assertThat(jmeter.verdict(0)).isEqualTo(ToolVerdict.PASSED);
    assertThat(jmeter.verdict(65)).isEqualTo(ToolVerdict.SCRIPT_ERROR);
    assertThat(jmeter.verdict(1)).isEqualTo(ToolVerdict.TOOL_FAILED);
    assertThat(jmeter.verdict(137)).isEqualTo(ToolVerdict.TOOL_FAILED);
  }

  @Test
  void theMessageIsJMetersOwn() {
    String refusal =
        "JMeter cannot run the plan: CannotResolveClassException: x.Y (line 3 of the plan)";
    assertThat(jmeter.message(65, log("noise\n" + refusal + "\n"))).isEqualTo(refusal);
    assertThat(jmeter.message(3, log("a\nb\nc\nTerminating due to OutOfMemoryError\n")))
        .isEqualTo("JMeter ended with exit code 3:\nb\nc\nTerminating due to OutOfMemoryError");
  }

  private Invocation prepare(RunSpec.Builder spec) throws Exception {
    return jmeter.prepare(
        new ToolInstallation("jmeter", "5.6.3", Path.of("/opt/jmeter")), spec.build(), directory);
  }

  private static LogTail log(String text) {
    return new LogTail(text, text.length(), 0);
  }
}
