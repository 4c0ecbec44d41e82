package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ru.perfscale.runner.engine.TestEngine.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.tool.GracefulStop;
import ru.perfscale.runner.engine.tool.Invocation;
import ru.perfscale.runner.engine.tool.LoadTool;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/**
 * Whatever a tool does or writes, a run ends with a typed result that says what to do, and keeps
 * every sample that was written. (What it does to a disk: DiskTest.)
 */
class BadInputTest {
  /** Runs the program that its script names, as a tool that must be installed would. */
  private static final class Program implements LoadTool {
    @Override
    public String name() {
      return "program";
    }

    @Override
    public LatencyMeaning latency() {
      return new LatencyMeaning("made up", Duration.ofMillis(1));
    }

    @Override
    public GracefulStop gracefulStop() {
      return GracefulStop.TERMINATE;
    }

    @Override
    public Invocation prepare(ToolInstallation installation, RunSpec spec, Path directory) {
      return new Invocation(List.of(spec.script()), Map.of());
    }

    @Override
    public ToolVerdict verdict(int exitCode) {
      return exitCode == 0 ? ToolVerdict.PASSED : ToolVerdict.TOOL_FAILED;
    }

    @Override
    public String message(int exitCode, LogTail log) {
      return "program ended with " + exitCode;
    }
  }

  private final TestEngine engine =
      new TestEngine(
          tool -> {
            if (tool.equals("program")) {
              return new ToolInstallation(tool, "1", Path.of("/"));
            }
            throw new ToolMissing(tool, tool + " is not installed; install it");
          },
          builder -> builder.driver(new Program()));

  @AfterEach
  void close() {
    engine.close();
  }

  private static void isWhole(RunResult result) {
    assertThat(result.stop().nothingLeft()).isTrue();
  }

  @Test
  void aMissingToolIsNamed() {
    assertThatThrownBy(() -> engine.start(RunSpec.builder("k6", "x").build()))
        .isInstanceOf(ToolMissing.class)
        .hasMessage("k6 is not installed; install it");
    assertThatThrownBy(() -> engine.start(RunSpec.builder("wrk", "x").build()))
        .isInstanceOf(ToolMissing.class)
        .hasMessageStartingWith("There is no tool 'wrk'; the engine can drive ");
  }

  @Test
  void aMissingProgramIsNamed() {
    assertThatThrownBy(() -> engine.start(RunSpec.builder("program", "/no/such/program").build()))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("/no/such/program");
  }

  @Test
  void aMissingInterpreterIsNamed() throws Exception {
    RunResult result = engine.run(command("#!/no/such/interpreter\n"));

    assertThat(result.end()).isEqualTo(End.FAILED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.SCRIPT_ERROR);
    assertThat(result.message()).contains("/no/such/interpreter").doesNotContain("/home/");
    isWhole(result);
  }

  @Test
  void aToolThatDiesAtOnceSaysBySignal() throws Exception {
    RunResult result = engine.run(command("kill -KILL $$"));

    assertThat(result.end()).isEqualTo(End.FAILED);
    assertThat(result.exitCode()).hasValue(128 + 9);
    isWhole(result);
  }

  @Test
  void aToolThatMeasuresNothingIsAskedWhetherItSendsAnything() throws Exception {
    RunResult result = engine.run(RunSpec.builder("program", "/bin/true"));

    assertThat(result.end()).isEqualTo(End.COMPLETED);
    assertThat(result.counts().samples()).isZero();
    assertThat(result.message())
        .startsWith("program ended with 0\nNo request was measured: look whether the script");
    isWhole(result);
  }

  @Test
  void garbageOnTheStreamCostsNoSampleOfOthers() throws Exception {
    RunResult result =
        engine.run(
            command(
                """
                #!/bin/bash
                for i in {1..100}; do
                  echo '1 ok before'
                  head -c 3000 /dev/urandom
                  printf '\\n'
                  echo '1 ok after'
                done > "$PERFSCALE_SAMPLES"
                """));

    assertThat(result.end()).isEqualTo(End.FAILED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.PASSED);
    assertThat(result.counts().malformed()).isPositive();
    // Within garbage something may look like the beginning of a chunk that takes a line along.
    assertThat(result.counts().samples()).isBetween(190L, 200L);
    assertThat(result.message())
        .contains("of the tool's samples could not be read", "docs/sample-frames.md");
    isWhole(result);
  }

  @Test
  void aStreamThatIsCutWithinARecordKeepsThoseBefore() throws Exception {
    RunResult result =
        engine.run(
            command(
                "printf '1 ok x\\n2 ok y\\n3 o' > $PERFSCALE_SAMPLES; kill -KILL $$; sleep 600"));

    assertThat(result.end()).isEqualTo(End.FAILED);
    assertThat(result.counts().samples()).isEqualTo(2);
    assertThat(result.counts().malformed()).isEqualTo(1);
    isWhole(result);
  }

  @Test
  void aLineOf100MegabytesIsOneBadRecord() throws Exception {
    RunResult result =
        engine.run(
            command(
                """
                {
                  echo '1 ok before'
                  head -c 100000000 /dev/zero | tr '\\0' 9
                  echo
                  echo '1 ok after'
                } > "$PERFSCALE_SAMPLES"
                """));

    assertThat(result.end()).isEqualTo(End.FAILED);
    assertThat(result.counts().malformed()).isEqualTo(1);
    assertThat(result.counts().samples()).isEqualTo(2);
    assertThat(result.message()).startsWith("1 record of the tool's samples could not be read");
    isWhole(result);
  }

  @Test
  void aPipeThatWasReplacedFailsTheRunAndKeepsWhatCameBefore() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    Run run =
        engine.start(
            command(
                    """
                    echo '1 ok before' > "$PERFSCALE_SAMPLES"
                    while [ -p "$PERFSCALE_SAMPLES" ]; do sleep 0.02; done
                    """)
                .build(),
            second -> {
              if (!second.series().isEmpty()) {
                heard.countDown();
              }
            });
    assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();
    // As a script may do that runs as the user of the engine.
    Path pipe = engine.directory.resolve("runs").resolve(run.id()).resolve("samples");
    Files.delete(pipe);
    Files.writeString(pipe, "1 ok lost\n");
    RunResult result = run.result().get(60, TimeUnit.SECONDS);

    assertThat(result.end()).isEqualTo(End.FAILED);
    assertThat(result.counts().samples()).isEqualTo(1);
    assertThat(result.message()).startsWith("The script deleted or replaced the pipe");
    isWhole(result);
  }

  @Test
  void aPipeThatBreaksWithinTheEngineEndsTheRun() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    Run run =
        engine.start(
            command("while echo '1 ok x' > \"$PERFSCALE_SAMPLES\"; do sleep 0.05; done")
                .grace(Duration.ofMillis(500))
                .build(),
            second -> heard.countDown());
    assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();
    String reader = "perfscale-" + run.id().substring(0, 8) + "-samples";
    // Java closes a channel whose reader is interrupted.
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(reader))
        .forEach(Thread::interrupt);
    RunResult result = run.result().get(60, TimeUnit.SECONDS);

    assertThat(result.end()).isEqualTo(End.FAILED);
    assertThat(result.message())
        .startsWith("The engine can no longer read the tool's samples")
        .endsWith("Run it again");
    assertThat(result.counts().samples()).isPositive();
    isWhole(result);
  }
}
