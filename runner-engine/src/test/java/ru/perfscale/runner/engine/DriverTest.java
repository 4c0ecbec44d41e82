package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

/** What the engine does for any driver and any listener. */
class DriverTest {
  /** A tool like our launchers: it reads {@code stop} from its standard input. */
  private static final class Launcher implements LoadTool {
    @Override
    public String name() {
      return "launcher";
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
    public Invocation prepare(ToolInstallation installation, RunSpec spec, Path directory)
        throws java.io.IOException {
      Files.writeString(Files.createDirectories(directory.resolve("sub")).resolve("plan"), "plan");
      return new Invocation(
          List.of("/bin/bash", "-c", spec.script()),
          Map.of("DRIVER", "driver", "HOME_OF_TOOL", installation.home().toString()));
    }

    @Override
    public ToolVerdict verdict(int exitCode) {
      return exitCode == 9 ? ToolVerdict.CRITERION_FAILED : ToolVerdict.PASSED;
    }

    @Override
    public String message(int exitCode, LogTail log) {
      return log.text().strip();
    }
  }

  private final TestEngine engine =
      new TestEngine(
          tool ->
              new ToolInstallation(
                  tool, "1", Path.of("/bin/true"), Map.of("DRIVER", "installation", "MORE", "m")),
          builder -> builder.driver(new Launcher()));

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aLauncherIsStoppedByALineOnItsStandardInput() throws Exception {
    CountDownLatch ready = new CountDownLatch(1);
    Run run =
        engine.start(
            RunSpec.builder(
                    "launcher",
                    """
                    echo > sub/plan2
                    echo '1 ok x' > $PERFSCALE_SAMPLES
                    read line; echo "$line $DRIVER $MORE $HOME_OF_TOOL $(cat sub/plan)"; exit 9
                    """)
                .environment("DRIVER", "spec")
                .build(),
            second -> {
              if (!second.series().isEmpty()) {
                ready.countDown();
              }
            });
    assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();

    run.cancel();
    RunResult result = run.result().get(30, TimeUnit.SECONDS);

    assertThat(result.log().text()).isEqualTo("stop driver m /bin/true plan\n");
    assertThat(result.end()).isEqualTo(End.CANCELLED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.CRITERION_FAILED);
    assertThat(result.latency().resolution()).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void aFailingListenerDoesNotEndTheRun() throws Exception {
    CountDownLatch calls = new CountDownLatch(2);
    Run run =
        engine.start(
            RunSpec.builder("launcher", "read line").build(),
            second -> {
              calls.countDown();
              throw new IllegalStateException("listener's own fault, on purpose");
            });
    assertThat(calls.await(30, TimeUnit.SECONDS)).isTrue();
    run.cancel();

    assertThat(run.result().get(30, TimeUnit.SECONDS).end()).isEqualTo(End.CANCELLED);
  }

  @Test
  void aSlowListenerLosesNothingAndDelaysNoStop() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    List<SecondSnapshot> seconds = new ArrayList<>();
    Run run =
        engine.start(
            RunSpec.builder(
                    "launcher",
                    """
                    exec 3> $PERFSCALE_SAMPLES
                    while ! read -t 0.01 line; do echo '1 ok x' >&3; done
                    echo stopped > stopped
                    """)
                .timeLimit(Duration.ofMillis(2_500))
                .build(),
            second -> {
              inside.countDown();
              awaitQuietly(release);
              seconds.add(second);
            });
    assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
    Path home = engine.directory.resolve("runs").resolve(run.id()).resolve("home");
    assertThat(
            Processes.within(Duration.ofSeconds(30), () -> Files.exists(home.resolve("stopped"))))
        .as("stopped while the listener still blocks")
        .isTrue();
    release.countDown();
    RunResult result = run.result().get(30, TimeUnit.SECONDS);

    assertThat(result.end()).isEqualTo(End.TIMED_OUT);
    assertThat(result.counts().samples()).isGreaterThan(20);
    assertThat(
            seconds.stream()
                .flatMap(second -> second.series().stream())
                .mapToLong(LatencySnapshot::count)
                .sum())
        .isEqualTo(result.counts().samples());
    assertThat(seconds).extracting(SecondSnapshot::second).startsWith(0L, 1L, 2L);
    assertThat(result.counts().late()).isZero();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void manyRunsAtOnceKeepApart() throws Exception {
    List<Run> runs = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      String script = "for i in $(seq %d); do echo \"$i ok run\"; done > $PERFSCALE_SAMPLES";
      runs.add(engine.start(RunSpec.builder("custom", script.formatted(i * 100)).build()));
    }
    for (int i = 1; i <= 8; i++) {
      RunResult result = runs.get(i - 1).result().get(60, TimeUnit.SECONDS);
      assertThat(result.counts().samples()).as("%s", result).isEqualTo(i * 100);
      assertThat(result.totals().getFirst().maxNanos()).isEqualTo(i * 100_000_000L);
    }
  }
}
