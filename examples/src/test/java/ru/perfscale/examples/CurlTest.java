package ru.perfscale.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.End;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.LoadEngine;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Run;
import ru.perfscale.runner.engine.RunResult;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.ToolVerdict;
import ru.perfscale.runner.engine.tool.ToolFinder;
import ru.perfscale.runner.engine.tool.ToolInstallation;

class CurlTest {
  private Shop shop;
  private LoadEngine engine;

  @BeforeEach
  void open() throws Exception {
    shop = new Shop(Duration.ofMillis(2));
    Path curl = Programs.onPath("curl").orElseThrow();
    ToolFinder tools = ToolFinder.of(new ToolInstallation("curl", "7.88.1", curl));
    engine = LoadEngine.builder().tools(tools).driver(new Curl()).build();
  }

  @AfterEach
  void close() {
    engine.close();
    shop.close();
  }

  private RunSpec.Builder requests(String... paths) {
    return RunSpec.builder(
        "curl",
        Stream.of(paths)
            .map(path -> "url = \"" + shop.url() + path + "\"\n")
            .collect(Collectors.joining()));
  }

  private RunResult run(RunSpec.Builder spec) throws Exception {
    return engine.start(spec.build()).result().get(120, TimeUnit.SECONDS);
  }

  private static long errors(RunResult result, String path) {
    return result.totals().stream()
        .filter(part -> part.series().outcome() == Outcome.ERROR)
        .filter(part -> part.series().label().endsWith(path))
        .mapToLong(LatencySnapshot::count)
        .sum();
  }

  @Test
  void everyRequestThatTheTargetCountedIsASample() throws Exception {
    RunResult result = run(requests("/item?id=[1-20]", "/nowhere").users(3));

    assertThat(result.end()).as(result.message()).isEqualTo(End.COMPLETED);
    assertThat(result.counts().samples()).isEqualTo(3 * 21).isEqualTo(shop.requests());
    assertThat(result.counts().malformed()).isZero();
    assertThat(result.totals())
        .extracting(part -> part.series().label())
        .contains("GET " + shop.url() + "/item?id=7", "GET " + shop.url() + "/nowhere");
    assertThat(result.counts().errors()).isEqualTo(3).isEqualTo(errors(result, "/nowhere"));
    assertThat(result.totals()).allMatch(part -> part.minNanos() >= Duration.ofMillis(2).toNanos());
  }

  @Test
  void aStoppedRunHasASampleForEveryRequestItSent() throws Exception {
    CountDownLatch measuring = new CountDownLatch(1);
    Run run =
        engine.start(
            requests("/item?id=[1-20]").users(2).duration(Duration.ofMinutes(10)).build(),
            second -> {
              if (!second.series().isEmpty()) {
                measuring.countDown();
              }
            });
    assertThat(measuring.await(60, TimeUnit.SECONDS)).isTrue();

    run.cancel();
    RunResult result = run.result().get(60, TimeUnit.SECONDS);

    assertThat(result.end()).isEqualTo(End.CANCELLED);
    assertThat(result.counts().samples()).isPositive().isEqualTo(shop.requests());
    assertThat(result.stop().killed()).isZero();
    assertThat(result.stop().nothingLeft()).isTrue();
  }

  @Test
  void aDurationEndsTheRunAfterWholeRounds() throws Exception {
    RunResult result = run(requests("/item?id=[1-5]").duration(Duration.ofSeconds(3)));

    assertThat(result.end()).as(result.message()).isEqualTo(End.COMPLETED);
    assertThat(result.counts().samples()).isGreaterThan(5).isEqualTo(shop.requests());
    assertThat(result.counts().samples() % 5).isZero();
  }

  @Test
  void aScriptThatCurlCannotReadIsAScriptErrorInItsOwnWords() throws Exception {
    RunResult result = run(RunSpec.builder("curl", "urll = \"" + shop.url() + "/\"\n"));

    assertThat(result.end()).isEqualTo(End.FAILED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.SCRIPT_ERROR);
    assertThat(result.message()).contains("script.curl:1", "urll");
    assertThat(shop.requests()).isZero();
  }

  @Test
  void aTargetThatIsNotThereMakesErrors() throws Exception {
    RunSpec.Builder spec = requests("/");
    shop.close();

    RunResult result = run(spec);

    assertThat(result.end()).as(result.message()).isEqualTo(End.COMPLETED);
    assertThat(result.counts().samples()).isEqualTo(1);
    assertThat(result.counts().errors()).isEqualTo(1);
  }
}
