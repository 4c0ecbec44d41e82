package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kills and freezes a JVM that embeds the engine. */
class JvmDeathTest {
  private final String mark = "mark-" + UUID.randomUUID();
  private final TestEngine directory = TestEngine.forCommands();
  private Process jvm;
  private BufferedReader lines;

  /** The other JVM: runs a command that has children, says so, and waits. */
  static final class Embedder {
    public static void main(String[] args) throws Exception {
      String script =
          """
          #!/bin/bash
          trap '' TERM
          setsid bash -c 'trap "" TERM; sleep 600; : MARK' &
          (setsid bash -c '(bash -c "sleep 600; : MARK" &)' &)
          echo '1 ok ready' > $PERFSCALE_SAMPLES
          while :; do sleep 1; : MARK; done
          """
              .replace("MARK", args[1]);
      try (LoadEngine engine =
          LoadEngine.builder()
              .workDirectory(Path.of(args[0]))
              .tools(
                  tool -> {
                    throw new ToolMissing(tool, "none");
                  })
              .supervisorDeadline(Duration.ofMinutes(5))
              .build()) {
        Run run =
            engine.start(
                RunSpec.builder("custom", script).supervisorDeadline(Duration.ofSeconds(3)).build(),
                second -> {
                  if (!second.series().isEmpty()) {
                    System.out.println("ready");
                  }
                });
        RunResult result = run.result().join();
        System.out.println(
            result.end() + " " + result.stop().nothingLeft() + " " + result.message());
      }
    }
  }

  @BeforeEach
  void startJvm() throws Exception {
    jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Embedder.class.getName(),
                directory.directory.resolve("runs").toString(),
                mark)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    lines = new BufferedReader(new InputStreamReader(jvm.getInputStream()));
    String line = lines.readLine();
    while (line != null && !line.equals("ready")) {
      line = lines.readLine();
    }
    assertThat(line).isEqualTo("ready");
    assertThat(Processes.within(Duration.ofSeconds(30), () -> loads() >= 2)).isTrue();
  }

  @AfterEach
  void stopJvm() throws Exception {
    jvm.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    supervisorTidiesUp();
    directory.close();
  }

  /** Processes of the load: all that know the mark, save the JVM itself. */
  private long loads() {
    return Processes.withArgument(": " + mark);
  }

  @Test
  void theLoadEndsWithinASecondOfAKilledJvmAndLeavesNoFile() throws Exception {
    jvm.destroyForcibly();

    assertThat(Processes.within(Duration.ofSeconds(1), () -> loads() == 0)).isTrue();
    assertThat(supervisorTidiesUp()).isTrue();
  }

  private boolean supervisorTidiesUp() throws InterruptedException {
    Path runs = directory.directory.resolve("runs");
    return Processes.within(Duration.ofSeconds(10), () -> runs.toFile().list().length == 0);
  }

  @Test
  void theLoadEndsAfterTheDeadlineOfAFrozenJvmWhichThenSaysWhy() throws Exception {
    signal("STOP");
    try {
      long before = loads();
      assertThat(Processes.within(Duration.ofSeconds(6), () -> loads() == 0)).isTrue();
      assertThat(before).as("it outlived the freeze itself").isPositive();
    } finally {
      signal("CONT");
    }
    assertThat(lines.lines().filter(line -> !line.equals("ready")).findFirst())
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .startsWith("FAILED true ")
                    .contains("no sign of life of the engine for 3.000 s"));
  }

  @Test
  void whatAJvmLeavesWhoseSupervisorWasKilledTooIsRemovedByTheNextEngine() throws Exception {
    Path runs = directory.directory.resolve("runs");
    ProcessHandle supervisor =
        jvm.descendants().filter(JvmDeathTest::isSupervisor).findFirst().orElseThrow();
    String run = runs.toFile().list()[0];
    signal("STOP");
    try {
      directory.run(TestEngine.command("true"));
      assertThat(runs.toFile().list()).as("its JVM is alive").containsExactly(run);
      supervisor.destroyForcibly();
    } finally {
      jvm.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    assertThat(runs.toFile().list()).containsExactly(run);

    try (LoadEngine next =
        LoadEngine.builder()
            .workDirectory(runs)
            .tools(
                tool -> {
                  throw new ToolMissing(tool, "none");
                })
            .build()) {
      next.start(RunSpec.builder("custom", "true").build(), second -> {}).result().get();
    }

    assertThat(runs).isEmptyDirectory();
    assertThat(loads()).isZero();
  }

  private static boolean isSupervisor(ProcessHandle process) {
    return process.info().arguments().stream()
        .flatMap(Arrays::stream)
        .anyMatch(argument -> argument.endsWith("supervisor.sh"));
  }

  private void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(jvm.pid())).start().waitFor();
  }
}
