package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.latency.LatencyHistogram;
import ru.perfscale.runner.engine.latency.Milliseconds;
import ru.perfscale.runner.engine.tool.JMeter;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** Real JMeter, from the jars that the build resolved, against a target that counts for itself. */
class JMeterRunTest {
  private static final Path BUILT =
      Path.of(System.getProperty("perfscale.root"), "runner-engine/hooks/jmeter/target/jmeter");
  private static final Set<String> TRANSACTIONS = Set.of("purchase", "payment", "way out");

  private TestEngine engine;
  private CountingTarget target;
  private Path jtl;

  /** The build may lie where the tools' user cannot go, so it is copied. */
  @BeforeEach
  void start() throws IOException {
    engine =
        new TestEngine(
            tool -> new ToolInstallation(tool, JMeter.VERSION, engine.directory.resolve("jmeter")));
    Tools.copy(BUILT, engine.directory.resolve("jmeter"));
    Path open = Files.createDirectory(engine.directory.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    jtl = open.resolve("raw.jtl");
    target = new CountingTarget();
  }

  @AfterEach
  void stop() {
    target.close();
    engine.close();
  }

  @Test
  void everyFigureEqualsTheTargetsCountAndTheSortOfJMetersOwnSamples() throws Exception {
    RunResult result = engine.run(plan("100").users(5));

    assertThat(result.end()).as(result.log().text()).isEqualTo(End.COMPLETED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.PASSED);
    assertThat(result.exitCode()).hasValue(0);
    assertThat(result.log().text()).isEmpty();
    assertThat(target.mainRequests()).isEqualTo(2_000);
    assertThat(target.errors()).isEqualTo(20);
    assertThat(Totals.countsBesideLate(result))
        .isEqualTo(new SampleCounts(2_005, 20, 0, 0, 0, 0, 0, true));
    assertThat(byLabel(result, Phase.MAIN))
        .isEqualTo(Map.of("front page", 500L, "cart", 500L, "pay", 500L, "leave", 500L));
    assertThat(byLabel(result, Phase.SETUP)).isEqualTo(Map.of("log in", 3L));
    assertThat(byLabel(result, Phase.TEARDOWN)).isEqualTo(Map.of("log out", 2L));
    assertThat(result.totals()).allMatch(snapshot -> snapshot.series().kind() == Kind.HTTP);

    long[] raw = rawMillis();
    assertThat(raw).hasSize(2_000);
    for (int percentile : List.of(50, 95, 99)) {
      assertThat(percentile(result, percentile))
          .as("p" + percentile)
          .isEqualByComparingTo(
              BigDecimal.valueOf(raw[Math.ceilDiv(percentile * raw.length, 100) - 1]));
    }
  }

  @Test
  void cancelStopsAtOnceAndKeepsWhatWasMeasured() throws Exception {
    CountDownLatch loaded = new CountDownLatch(2);
    Run run =
        engine.start(
            plan("-1").users(4).build(),
            second -> {
              boolean allUsers = second.users().orElse(0) == 4;
              boolean many = second.series().stream().mapToLong(LatencySnapshot::count).sum() > 50;
              if (allUsers && many) {
                loaded.countDown();
              }
            });
    assertThat(loaded.await(60, TimeUnit.SECONDS)).isTrue();

    run.cancel();
    RunResult result = run.result().get(60, TimeUnit.SECONDS);

    assertThat(result.end()).isEqualTo(End.CANCELLED);
    assertThat(result.stop().nothingLeft()).isTrue();
    assertThat(result.exitCode()).as(result.log().text()).hasValue(0);
    assertThat(result.counts().malformed()).isZero();
    assertThat(byLabel(result, Phase.MAIN).values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(target.mainRequests());
    assertThat(byLabel(result, Phase.TEARDOWN)).isEqualTo(Map.of("log out", 2L));
  }

  @Test
  void aPlanThatCannotRunFailsWithJMetersOwnMessage() throws Exception {
    RunResult malformed =
        engine.run(RunSpec.builder("jmeter", "<jmeterTestPlan>\n<hashTree></jmeterTestPlan>"));
    assertThat(malformed.end()).isEqualTo(End.FAILED);
    assertThat(malformed.verdict()).isEqualTo(ToolVerdict.SCRIPT_ERROR);
    assertThat(malformed.message())
        .startsWith("JMeter cannot run the plan: ")
        .contains("must match start tag name <hashTree> from line 2");
    assertThat(malformed.counts().samples()).isZero();
  }

  @Test
  void aJvmThatDoesNotStartIsAFailureOfTheTool() throws Exception {
    RunResult result = engine.run(plan("1").environment("JVM_ARGS", "-Xmx1k"));
    assertThat(result.end()).isEqualTo(End.FAILED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.TOOL_FAILED);
    assertThat(result.message()).contains("exit code 1", "Too small maximum heap");
  }

  private RunSpec.Builder plan(String loops) throws IOException {
    return RunSpec.builder("jmeter", template().replace("@JTL@", jtl.toString()))
        .parameter("target.port", Integer.toString(target.port()))
        .secret("loops.per.thread", loops)
        .environment("JVM_ARGS", "-Xmx256m -XX:TieredStopAtLevel=1")
        .timeLimit(Duration.ofMinutes(2));
  }

  private static String template() throws IOException {
    try (InputStream in = JMeterRunTest.class.getResourceAsStream("/jmeter/exact.jmx")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * The main phase's elapsed times as JMeter wrote them, sorted; lines are "elapsed,label,success".
   */
  private long[] rawMillis() throws IOException {
    try (Stream<String> lines = Files.lines(jtl)) {
      return lines
          .map(line -> line.split(","))
          .filter(fields -> !TRANSACTIONS.contains(fields[1]))
          .mapToLong(fields -> Long.parseLong(fields[0]))
          .sorted()
          .toArray();
    }
  }

  private static BigDecimal percentile(RunResult result, int percentile) {
    LatencyHistogram merged = new LatencyHistogram();
    long min = Long.MAX_VALUE;
    long max = 0;
    for (LatencySnapshot snapshot : result.totals()) {
      if (snapshot.series().phase() == Phase.MAIN) {
        merged.add(snapshot.histogram());
        min = Math.min(min, snapshot.minNanos());
        max = Math.max(max, snapshot.maxNanos());
      }
    }
    return Milliseconds.of(merged.valueAt(percentile, min, max), result.latency().resolution());
  }

  private static Map<String, Long> byLabel(RunResult result, Phase phase) {
    return result.totals().stream()
        .filter(snapshot -> snapshot.series().phase() == phase)
        .collect(
            Collectors.groupingBy(
                s -> s.series().label(), Collectors.summingLong(LatencySnapshot::count)));
  }
}
