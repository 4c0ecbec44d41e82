package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.perfscale.runner.engine.TestEngine.command;

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

/** Scripts and drivers that do what they should not: a run ends all the same, and says so. */
class HostileToolTest {
  private static final String SCRIPT_THAT_WAITS =
      """
      echo '1 ok ready' > $PERFSCALE_SAMPLES
      while :; do sleep 1; done
      """;

  /** Hears {@code stop} on its standard input, and fails where it is asked what the tool left. */
  private static final class Failing implements LoadTool {
    @Override
    public String name() {
      return "failing";
    }

    @Override
    public LatencyMeaning latency() {
      return new LatencyMeaning("made up", Duration.ofMillis(1));
    }

    @Override
    public GracefulStop gracefulStop() {
      return GracefulStop.STOP_LINE;
    }

    @Override
    public boolean needsInstallation() {
      return false;
    }

    @Override
    public Invocation prepare(ToolInstallation installation, RunSpec spec, Path directory) {
      return new Invocation(List.of("/bin/bash", "-c", spec.script()), Map.of());
    }

    @Override
    public ToolVerdict verdict(int exitCode) {
      return ToolVerdict.PASSED;
    }

    @Override
    public boolean judgesErrors(Path directory) {
      throw new IllegalStateException("driver's own fault, on purpose");
    }

    @Override
    public String message(int exitCode, LogTail log) {
      return "";
    }
  }

  private final TestEngine engine =
      new TestEngine(
          tool -> {
            throw new ToolMissing(tool, tool);
          },
          builder -> builder.driver(new Failing()));

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aDriverThatFailsAtTheEndCostsTheVerdictAndNothingElse() throws Exception {
    RunResult result = engine.run(RunSpec.builder("failing", "echo '1 ok x' > $PERFSCALE_SAMPLES"));

    assertThat(result.end()).isEqualTo(End.FAILED);
    assertThat(result.message()).contains("driver's own fault");
    assertThat(result.counts().samples()).isEqualTo(1);
    assertThat(result.totals()).hasSize(1);
    assertThat(result.stop().nothingLeft()).isTrue();
  }

  @Test
  void aToolThatFillsItsOwnStandardInputIsKilledAllTheSame() throws Exception {
    CountDownLatch ready = new CountDownLatch(1);
    Run run =
        engine.start(
            RunSpec.builder("failing", "head -c 65536 /dev/zero > ../stdin\n" + SCRIPT_THAT_WAITS)
                .grace(Duration.ofMillis(200))
                .build(),
            second -> {
              if (!second.series().isEmpty()) {
                ready.countDown();
              }
            });
    assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();

    run.cancel();
    RunResult result = run.result().get(30, TimeUnit.SECONDS);

    assertThat(result.stop().nothingLeft()).isTrue();
  }

  @Test
  void aRunWithRecordsThatCannotBeReadDoesNotPass() throws Exception {
    RunResult result =
        engine.run(command("printf '1 ok x\\n12,5 ok x\\n' > $PERFSCALE_SAMPLES; exit 0"));

    assertThat(result.counts().malformed()).isEqualTo(1);
    assertThat(result.counts().samples()).isEqualTo(1);
    assertThat(result.end()).isEqualTo(End.FAILED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.PASSED);
    assertThat(result.message()).startsWith("1 record of the tool's samples could not be read");
  }

  @Test
  void aCommandLineMayBeLongAndIsForNobodyElseToRead() throws Exception {
    RunResult result =
        engine.run(
            command(
                """
                for process in /proc/[0-9]*; do
                  case $(tr '\\0' ' ' <$process/cmdline) in
                    *never-on-a-command-line*) echo $process;;
                  esac
                done 2>/dev/null
                :"""
                    + " x".repeat(500_000)));

    assertThat(result.end()).as(result.message()).isEqualTo(End.COMPLETED);
    assertThat(result.log().text()).isEmpty();
  }
}
