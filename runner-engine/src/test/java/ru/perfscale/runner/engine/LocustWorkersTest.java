package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** Runs stock Locust in several processes, against a target that counts for itself. */
class LocustWorkersTest {
  private final Target target = new Target();
  private TestEngine engine;

  @BeforeEach
  void findLocust() {
    engine = new TestEngine(tool -> new ToolInstallation(tool, "2.46.7", Tools.locust()));
  }

  @AfterEach
  void close() {
    target.close();
    if (engine != null) {
      engine.close();
    }
  }

  private RunSpec.Builder workers(int processes) throws IOException {
    try (InputStream in = LocustWorkersTest.class.getResourceAsStream("/locust/workers.py")) {
      return RunSpec.builder("locust", new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .environment("TARGET", target.url())
          .environment("LOCUST_PROCESSES", Integer.toString(processes))
          .timeLimit(Duration.ofMinutes(1));
    }
  }

  @Test
  void everyProcessHandsOverWhatItMeasuredAndUsersCountOnce() throws Exception {
    CountDownLatch users = new CountDownLatch(1);
    RunResult result =
        engine.run(
            workers(2).users(7).duration(Duration.ofSeconds(3)),
            second -> {
              assertThat(second.users().orElse(0)).isLessThanOrEqualTo(7);
              if (second.users().orElse(0) == 7) {
                users.countDown();
              }
            });
    assertThat(result.end()).as(result.log().text()).isEqualTo(End.COMPLETED);
    assertThat(result.log().text())
        .contains("to 2 ready workers", "The duration of 3 s is over")
        .doesNotContain("Traceback");
    assertThat(users.getCount()).as("all users were seen").isZero();
    assertThat(Totals.countsBesideLate(result))
        .isEqualTo(
            new SampleCounts(target.requests.get(), target.errors.get(), 0, 0, 0, 0, 0, true));
    assertThat(Totals.of(result.totals(), series -> series.label().equals("fast page")).count())
        .isPositive();
  }

  @Test
  void cancelStopsEveryProcessAndLosesNoSample() throws Exception {
    CountDownLatch loaded = new CountDownLatch(1);
    Run run =
        engine.start(
            workers(2).users(8).build(),
            second -> {
              if (second.series().stream().mapToLong(LatencySnapshot::count).sum() > 50) {
                loaded.countDown();
              }
            });
    assertThat(loaded.await(60, TimeUnit.SECONDS)).isTrue();
    run.cancel();
    RunResult result = run.result().get(60, TimeUnit.SECONDS);

    assertThat(result.end()).isEqualTo(End.CANCELLED);
    assertThat(result.exitCode()).as(result.log().text()).hasValue(0);
    assertThat(result.counts().malformed()).isZero();
    assertThat(result.counts().samples()).isEqualTo(target.requests.get());
    assertThat(result.counts().errors()).isEqualTo(target.errors.get());
    assertThat(result.stop().killed()).isZero();
  }

  @Test
  void aProcessThatDiesMakesTheRunAFailure() throws Exception {
    RunSpec.Builder dying = workers(2);
    RunSpec spec =
        RunSpec.builder(
                "locust",
                dying.build().script()
                    + """

                    import signal
                    from locust import events

                    @events.request.add_listener
                    def die(**_):
                        os.kill(os.getpid(), signal.SIGKILL)
                    """)
            .environment(dying.build().environment())
            .users(1)
            .duration(Duration.ofMinutes(5))
            .build();
    RunResult result = engine.start(spec).result().get(60, TimeUnit.SECONDS);
    assertThat(result.end()).isEqualTo(End.FAILED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.TOOL_FAILED);
    assertThat(result.message()).contains("ended without handing over its samples");
  }
}
