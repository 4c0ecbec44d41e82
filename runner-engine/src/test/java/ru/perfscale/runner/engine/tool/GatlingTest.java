package ru.perfscale.runner.engine.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.ToolVerdict;

class GatlingTest {
  private final Gatling gatling = new Gatling();
  @TempDir private Path directory;

  @Test
  void theClassPathHoldsTheHomeTheCompiledScriptAndTheHook() throws Exception {
    Invocation invocation =
        gatling.prepare(
            new ToolInstallation("gatling", Gatling.VERSION, Path.of("/opt/gatling")),
            RunSpec.builder("gatling", "class X {}")
                .users(20)
                .duration(Duration.ofMillis(1_500))
                .environment("JVM_ARGS", "-Dkey=secret")
                .parameter("shop.name", "café = 1")
                .secret("token", "of secret")
                .build(),
            directory);
    assertThat(invocation.command())
        .containsSubsequence(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "@" + directory.resolve("jvm-arguments"),
            "-cp",
            "/opt/gatling/lib/*:%1$s/classes:%1$s:%1$s/gatling-hook.jar".formatted(directory),
            directory.resolve("script.java").toString())
        .noneMatch(argument -> argument.contains("secret"));
    assertThat(directory.resolve("script.java")).hasContent("class X {}");
    Path given = directory.resolve(".perfscale-given");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(given)))
        .isEqualTo("rw-------");
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(given)) {
      properties.load(reader);
    }
    assertThat(properties)
        .containsOnly(entry("shop.name", "café = 1"), entry("token", "of secret"));
    assertThat(directory.resolve("classes")).isEmptyDirectory();
    assertThat(invocation.environment())
        .containsEntry("PERFSCALE_USERS", "20")
        .containsEntry("PERFSCALE_DURATION", "2");
  }

  @Test
  void theMarkOfTheLauncherSaysThatErrorsAreJudged() throws Exception {
    assertThat(gatling.judgesErrors(directory)).isFalse();
    Files.createFile(directory.resolve(".judges-errors"));
    assertThat(gatling.judgesErrors(directory)).isTrue();
  }

  @Test
  void anExitCodeTellsTheScriptsFaultFromTheTools() {
    assertThat(gatling.verdict(0)).isEqualTo(ToolVerdict.PASSED);
    assertThat(gatling.verdict(2)).isEqualTo(ToolVerdict.CRITERION_FAILED);
    assertThat(gatling.verdict(65)).isEqualTo(ToolVerdict.SCRIPT_ERROR);
    assertThat(gatling.verdict(1)).isEqualTo(ToolVerdict.TOOL_FAILED);
    assertThat(gatling.verdict(137)).isEqualTo(ToolVerdict.TOOL_FAILED);
  }

  @Test
  void theMessageIsGatlingsOwn() {
    String failures =
        "assertion failed: Global: a (actual: 1.0)\nassertion failed: b (actual: 2.0)";
    assertThat(gatling.message(2, log("noise\n" + failures + "\n"))).isEqualTo(failures);
    String refusal = "Gatling cannot run the simulation: script.java:1: error: ';' expected\nx\n^";
    assertThat(gatling.message(65, log("noise\n" + refusal + "\n"))).isEqualTo(refusal);
    assertThat(gatling.message(3, log("a\nb\nc\nTerminating due to OutOfMemoryError\n")))
        .isEqualTo("Gatling ended with exit code 3:\nb\nc\nTerminating due to OutOfMemoryError");
  }

  private static LogTail log(String text) {
    return new LogTail(text, text.length(), 0);
  }
}
