package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.perfscale.runner.engine.TestEngine.command;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a run tells of the machine that generates its load. */
class HealthTest {
  private static final long MEMORY = 60_000_000;

  /** Holds memory, keeps a processor busy, and floods the pipe of samples, all as descendants. */
  private static final String BUSY =
      """
      (head -c 60000000 /dev/zero | tail -c 60000000 | sleep 600) &
      (while :; do :; done) &
      exec 3> "$PERFSCALE_SAMPLES"
      while :; do yes '1 ok x' | head -n 20000 >&3; sleep 0.1; done
      """;

  private static List<GeneratorHealth> healthOf(TestEngine engine) throws Exception {
    List<GeneratorHealth> seconds = new CopyOnWriteArrayList<>();
    CountDownLatch enough = new CountDownLatch(1);
    Run run =
        engine.start(
            command(BUSY).grace(Duration.ofMillis(200)).build(),
            second -> {
              second.health().ifPresent(seconds::add);
              if (second.second() >= 30
                  || seconds.stream().anyMatch(each -> each.toolMemoryBytes() > MEMORY)) {
                enough.countDown();
              }
            });
    assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
    run.cancel();
    HealthSummary worst = run.result().get(60, TimeUnit.SECONDS).health().orElseThrow();
    assertThat(worst.seconds()).isEqualTo(seconds.size());
    assertThat(worst.toolCores())
        .isEqualTo(seconds.stream().mapToDouble(GeneratorHealth::toolCores).max().orElseThrow());
    return seconds;
  }

  private static void isPlausible(List<GeneratorHealth> seconds) {
    assertThat(seconds)
        .allSatisfy(
            each -> {
              assertThat(each.machineCpu()).isBetween(0.0, 1.0);
              assertThat(each.steal()).isBetween(0.0, 1.0);
              assertThat(each.toolCores())
                  .isBetween(0.0, Runtime.getRuntime().availableProcessors() * 1.5);
              assertThat(each.availableMemoryBytes()).isPositive();
              assertThat(each.runQueue()).isPositive();
              assertThat(each.stall()).isGreaterThanOrEqualTo(Duration.ZERO);
              assertThat(each.backlogBytes()).isBetween(0L, 65_536L);
            })
        .anySatisfy(each -> assertThat(each.toolMemoryBytes()).isGreaterThan(MEMORY))
        .anySatisfy(each -> assertThat(each.toolCores()).isGreaterThan(0.1))
        .anySatisfy(each -> assertThat(each.backlogBytes()).isGreaterThan(1_000));
  }

  @Test
  void whatTheToolUsesIsSeenWithTheMeansOfThisMachine() throws Exception {
    try (TestEngine engine = TestEngine.forCommands()) {
      isPlausible(healthOf(engine));
    }
  }

  @Test
  void whatTheToolUsesIsSeenWithoutACgroup() throws Exception {
    try (TestEngine engine =
        new TestEngine(
            tool -> {
              throw new ToolMissing(tool, tool);
            },
            builder -> builder.means(Means.PROCESS_GROUP))) {
      isPlausible(healthOf(engine));
    }
  }

  @Test
  void aListenerThatDawdlesShowsAsAStall() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    try (TestEngine engine = TestEngine.forCommands()) {
      Run run =
          engine.start(
              command("sleep 600").build(),
              second -> {
                if (second.second() == 0) {
                  // Longer than until the next second closes, however late this one is.
                  busyFor(Duration.ofMillis(1_600));
                } else {
                  told.countDown();
                }
              });
      assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
      run.cancel();
      RunResult result = run.result().get(30, TimeUnit.SECONDS);

      assertThat(result.health().orElseThrow().stall()).isGreaterThan(Duration.ofMillis(500));
    }
  }

  private static void busyFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      java.util.concurrent.locks.LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
