package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.perfscale.runner.engine.TestEngine.command;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StopTest {
  /** Writes a sample once it has started everything, so that tests know when to stop it. */
  private static final String READY = "echo '1 ok ready' > $PERFSCALE_SAMPLES\n";

  private final TestEngine engine = TestEngine.forCommands();
  private final String mark = "mark-" + UUID.randomUUID();
  private final CountDownLatch ready = new CountDownLatch(1);

  @AfterEach
  void close() {
    engine.close();
  }

  private Run startAndAwaitSample(RunSpec.Builder spec) throws InterruptedException {
    Run run =
        engine.start(
            spec.build(),
            second -> {
              if (!second.series().isEmpty()) {
                ready.countDown();
              }
            });
    assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();
    return run;
  }

  private static RunResult resultOf(Run run) throws Exception {
    return run.result().get(60, TimeUnit.SECONDS);
  }

  @Test
  void aTreeThatHidesAndIgnoresSignalsIsGoneAfterTheGracePeriod() throws Exception {
    String script =
        """
        #!/bin/bash
        trap '' TERM INT HUP
        setsid bash -c 'trap "" TERM; sleep 600; : MARK' &
        (setsid bash -c '(bash -c "sleep 600; : MARK" &)' &)
        setsid env -i bash -c 'sleep 600; : MARK' &
        bash -c 'sleep 600; : MARK' &
        """
                .replace("MARK", mark)
            + READY
            + "while :; do sleep 1; done\n";
    Run run = startAndAwaitSample(command(script).grace(Duration.ofMillis(300)));
    assertThat(
            Processes.within(
                Duration.ofSeconds(30), () -> Processes.withArgument(": " + mark) >= 4))
        .isTrue();

    run.cancel();
    RunResult result = resultOf(run);

    assertThat(result.end()).isEqualTo(End.CANCELLED);
    assertThat(result.stop().nothingLeft()).isTrue();
    assertThat(result.stop().killed()).isGreaterThanOrEqualTo(5);
    assertThat(result.stop().askedAt()).isPresent();
    assertThat(Processes.withArgument(mark)).isZero();
  }

  @Test
  void aGracefulStopLosesNoSample() throws Exception {
    String script =
        """
        #!/bin/bash
        exec 3> "$PERFSCALE_SAMPLES"
        trap 'for i in $(seq 5000); do echo "2 ok after" >&3; done; exit 0' TERM
        """
            + READY
            + "while :; do sleep 0.01; done\n";
    Run run = startAndAwaitSample(command(script));

    run.cancel();
    run.cancel();
    RunResult result = resultOf(run);

    assertThat(result.end()).isEqualTo(End.CANCELLED);
    assertThat(result.exitCode()).hasValue(0);
    assertThat(result.counts().samples()).isEqualTo(5_001);
    assertThat(result.counts().malformed()).isZero();
    assertThat(result.stop().nothingLeft()).isTrue();
  }

  @Test
  void aToolThatIsStoppedForAWhileHasNotEnded() throws Exception {
    RunResult result =
        engine.run(command("(sleep 0.5; kill -CONT $$) & kill -STOP $$; echo on; exit 3"));

    assertThat(result.exitCode()).hasValue(3);
    assertThat(result.log().text()).isEqualTo("on\n");
  }

  @Test
  void theTimeLimitIsKept() throws Exception {
    RunResult result =
        engine.run(command("sleep 600; : " + mark).timeLimit(Duration.ofMillis(700)));

    assertThat(result.end()).isEqualTo(End.TIMED_OUT);
    assertThat(result.message()).startsWith("The time limit of");
    assertThat(result.stop().nothingLeft()).isTrue();
    assertThat(Processes.withArgument(mark)).isZero();
  }

  @Test
  void anAbortedRunSaysWhy() throws Exception {
    Run run = engine.start(command("sleep 600").build());

    run.abort("contact lost");
    RunResult result = resultOf(run);
    run.cancel();

    assertThat(result.end()).isEqualTo(End.ABORTED);
    assertThat(result.message()).isEqualTo("contact lost");
  }

  @Test
  void aChildThatKeepsThePipesOpenDoesNotKeepTheRunOpen() throws Exception {
    RunResult result =
        engine.run(
            command(
                """
                exec 3> "$PERFSCALE_SAMPLES"
                echo "1 ok x" >&3
                setsid sh -c 'trap "" TERM; sleep 600' &
                exit 0
                """));

    assertThat(result.end()).isEqualTo(End.COMPLETED);
    assertThat(result.counts().samples()).isEqualTo(1);
    assertThat(result.stop().killed()).isPositive();
    assertThat(result.stop().askedAt()).isEmpty();
    assertThat(result.stop().nothingLeft()).isTrue();
  }

  @Test
  void aForkBombIsBoundedAndEnds() throws Exception {
    Run run =
        engine.start(
            command(
                    """
                    #!/bin/bash
                    bomb() { bomb | bomb & sleep 600; }
                    for i in 1 2 3 4 5 6 7 8; do (sleep 600 & sleep 600 & exec sleep 600) & done
                    ulimit -u 300; bomb 2>/dev/null
                    """)
                .grace(Duration.ofSeconds(1))
                .timeLimit(Duration.ofSeconds(3))
                .build());

    RunResult result = run.result().get(60, TimeUnit.SECONDS);

    assertThat(result.end()).isIn(End.TIMED_OUT, End.FAILED);
    assertThat(result.stop().nothingLeft()).isTrue();
  }

  @Test
  void aLogOfOneHugeLineIsCutAndCounted() throws Exception {
    RunResult result =
        engine.run(
            command(
                "printf 'begin '; head -c 100000000 /dev/zero | tr '\\0' x; printf ' \\377end'"));

    assertThat(result.log().totalBytes()).isEqualTo(100_000_000 + 6 + 5);
    assertThat(result.log().cutBytes()).isEqualTo(result.log().totalBytes() - 2 * 64 * 1024);
    assertThat(result.log().text())
        .startsWith("begin xxx")
        .contains("\n… " + result.log().cutBytes() + " bytes cut …\n")
        .endsWith("x \uFFFDend");
  }

  @Test
  void secondsAreToldWhileTheToolIsSilentAndInOrder() throws Exception {
    java.util.List<Long> seconds = new java.util.concurrent.CopyOnWriteArrayList<>();
    CountDownLatch three = new CountDownLatch(3);
    Run run =
        engine.start(
            command("sleep 600").build(),
            second -> {
              seconds.add(second.second());
              three.countDown();
            });
    assertThat(three.await(30, TimeUnit.SECONDS)).isTrue();
    Instant now = Instant.now();
    run.cancel();
    resultOf(run);

    assertThat(Duration.between(run.startedAt(), now)).isGreaterThan(Duration.ofMillis(3_200));
    for (int i = 0; i < seconds.size(); i++) {
      assertThat(seconds.get(i)).isEqualTo(i);
    }
  }

  @Test
  void closingTheEngineEndsItsRunsAndThreads() throws Exception {
    Run first = engine.start(command("sleep 600").build());
    Run second = engine.start(command("sleep 600").build());

    engine.engine().close();

    assertThat(resultOf(first).end()).isEqualTo(End.CANCELLED);
    assertThat(resultOf(second).end()).isEqualTo(End.CANCELLED);
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.contains(first.id().substring(0, 8)))
        .noneMatch(name -> name.contains(second.id().substring(0, 8)));
  }
}
