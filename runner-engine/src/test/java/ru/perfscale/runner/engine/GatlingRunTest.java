package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.DataFile.Split;
import ru.perfscale.runner.engine.latency.Milliseconds;
import ru.perfscale.runner.engine.tool.Gatling;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** Real Gatling, from the jars that the build resolved, against a target that counts for itself. */
class GatlingRunTest {
  private static final Path BUILT =
      Path.of(System.getProperty("perfscale.root"), "runner-engine/hooks/gatling/target/gatling");

  private TestEngine engine;
  private CountingTarget target;
  private Path raw;

  /** The build may lie where the tools' user cannot go, so it is copied. */
  @BeforeEach
  void start() throws IOException {
    engine =
        new TestEngine(
            tool ->
                new ToolInstallation(tool, Gatling.VERSION, engine.directory.resolve("gatling")));
    Tools.copy(BUILT, engine.directory.resolve("gatling"));
    Path open = Files.createDirectory(engine.directory.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    raw = open.resolve("raw");
    target = new CountingTarget();
  }

  @AfterEach
  void stop() {
    target.close();
    engine.close();
  }

  /**
   * The requests that could not be built are errors without a duration, and never at the target.
   */
  @Test
  void everyFigureEqualsTheTargetsCountAndTheSortOfGatlingsOwnTimes() throws Exception {
    RunResult result =
        engine.run(simulation("Exact", target.port()).users(5).duration(Duration.ofSeconds(200)));

    assertThat(result.end()).as(result.log().text()).isEqualTo(End.COMPLETED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.PASSED);
    assertThat(result.judgesErrors()).isTrue();
    assertThat(result.log().text().lines()).hasSize(5).allMatch(line -> line.contains("'absent'"));
    assertThat(target.mainRequests()).isEqualTo(2_000);
    assertThat(target.errors()).isEqualTo(20);
    assertThat(Totals.countsBesideLate(result))
        .isEqualTo(new SampleCounts(2_005, 25, 5, 0, 0, 0, 0, true));
    assertThat(byLabel(result))
        .isEqualTo(Map.of("front page", 1_000L, "pay", 1_000L, "search", 5L));
    assertThat(result.totals()).allMatch(snapshot -> snapshot.series().kind() == Kind.HTTP);

    long[] sorted = rawMillis();
    assertThat(sorted).hasSize(2_000);
    Totals totals = Totals.main(result);
    for (int percentile : List.of(1, 50, 75, 95, 99, 100)) {
      assertThat(Milliseconds.of(totals.valueAt(percentile), result.latency().resolution()))
          .as("p" + percentile)
          .isEqualByComparingTo(
              BigDecimal.valueOf(sorted[Math.ceilDiv(percentile * sorted.length, 100) - 1]));
    }
  }

  @Test
  void aLoadThatIsLimitedEndsAndItsFailedAssertionIsNamed() throws Exception {
    RunResult result = engine.run(simulation("Limited", target.port()));
    assertThat(result.end()).as(result.log().text()).isEqualTo(End.COMPLETED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.CRITERION_FAILED);
    assertThat(result.exitCode()).hasValue(2);
    assertThat(result.message())
        .matches(
            "assertion failed: Global: max of response time is less than 0\\.0 \\(actual: [0-9.]+\\)");
    assertThat(byLabel(result)).containsOnlyKeys("page");
    assertThat(result.counts().malformed()).isZero();
    assertThat(result.counts().samples()).isPositive().isLessThanOrEqualTo(target.mainRequests());
  }

  @Test
  void cancelKeepsEverySampleAndCountsTheUsers() throws Exception {
    CountDownLatch loaded = new CountDownLatch(1);
    CountDownLatch users = new CountDownLatch(1);
    AtomicLong samples = new AtomicLong();
    Run run =
        engine.start(
            simulation("Waiting", target.port()).users(4).duration(Duration.ofSeconds(25)).build(),
            second -> {
              second.series().forEach(snapshot -> samples.addAndGet(snapshot.count()));
              if (samples.get() == 100) {
                loaded.countDown();
              }
              if (second.users().orElse(0) == 4) {
                users.countDown();
              }
            });
    assertThat(loaded.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(users.await(60, TimeUnit.SECONDS)).isTrue();

    run.cancel();
    RunResult result = run.result().get(60, TimeUnit.SECONDS);

    assertThat(result.end()).isEqualTo(End.CANCELLED);
    assertThat(result.stop().nothingLeft()).isTrue();
    assertThat(result.exitCode()).as(result.log().text()).hasValue(0);
    assertThat(target.mainRequests()).isEqualTo(100);
    assertThat(result.counts()).isEqualTo(new SampleCounts(100, 1, 0, 0, 0, 0, 0, true));
  }

  @Test
  void requestsThatAStopCutsOffAreNeitherSamplesNorErrors() throws Exception {
    CountDownLatch loaded = new CountDownLatch(1);
    Run run =
        engine.start(
            simulation("Waiting", target.port()).users(8).build(),
            second -> {
              if (!second.series().isEmpty()) {
                loaded.countDown();
              }
            });
    assertThat(loaded.await(60, TimeUnit.SECONDS)).isTrue();
    run.cancel();
    RunResult result = run.result().get(60, TimeUnit.SECONDS);
    assertThat(result.exitCode()).as(result.log().text()).hasValue(0);
    assertThat(result.counts().malformed()).as("the number in END is right").isZero();
    assertThat(result.counts().samples()).isPositive().isLessThanOrEqualTo(target.mainRequests());
    assertThat(result.counts().errors()).isLessThanOrEqualTo(target.errors());
  }

  /** Three simulations in turn: their JVMs would be in each other's way. */
  @Test
  void threeSharesAddUpToTheLoadAndReadWhatTheRunGives() throws Exception {
    Path names = engine.directory.resolve("names.csv");
    Files.writeString(names, "name\na\nb\nc\nd\ne\nf\ng\n");
    Map<String, List<Long>> counts = new TreeMap<>();
    for (int index = 1; index <= 3; index++) {
      RunResult result =
          engine.run(
              simulation("Shared", 0)
                  .share(new Share(index, 3))
                  .parameter("TARGET", "http://127.0.0.1:" + target.port())
                  .parameter("shop.name", "café")
                  .secret("token", "hidden")
                  .dataFile(new DataFile("names.csv", names, Split.DIVIDED_AFTER_HEADER)));
      assertThat(result.end()).as(result.log().text()).isEqualTo(End.COMPLETED);
      byLabel(result)
          .forEach((label, n) -> counts.computeIfAbsent(label, key -> new ArrayList<>()).add(n));
    }
    assertThat(counts)
        .containsEntry("closed", List.of(2L, 1L, 1L))
        .containsEntry("café", List.of(1L, 1L, 1L))
        .containsOnlyKeys(
            "closed", "café", "open a", "open b", "open c", "open d", "open e", "open f", "open g");
    assertThat(target.mainRequests()).isEqualTo(7 + 4 + 3);
  }

  @Test
  void refusedConnectionsAreErrors() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    RunResult result = engine.run(simulation("Refused", closed));
    assertThat(result.end()).as(result.log().text()).isEqualTo(End.COMPLETED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.PASSED);
    assertThat(result.counts().samples()).isEqualTo(100);
    assertThat(result.counts().errors()).isEqualTo(100);
    assertThat(result.counts().untimed()).isPositive();
    assertThat(Totals.main(result).min()).as("nothing is timed as 0 ms").isPositive();
  }

  @Test
  void aSimulationThatCannotRunFailsWithJavacsOrGatlingsOwnMessage() throws Exception {
    assertThat(refused("import http from 'k6/http';\n"))
        .startsWith("script.java:1: error: ")
        .endsWith("This looks like a script of k6, but the tool is gatling");
    assertThat(refused("class X {}"))
        .startsWith("the script must hold exactly one public class that extends io.gatling.");
    assertThat(
            refused(
                """
                public class X extends io.gatling.javaapi.core.Simulation {
                  {
                    io.gatling.javaapi.core.CoreDsl.csv("users.csv");
                  }
                }
                """))
        .startsWith("Could not locate feeder file: Resource users.csv not found")
        .contains("script.java:3");
  }

  private String refused(String script) throws Exception {
    RunResult result = engine.run(RunSpec.builder("gatling", script));
    assertThat(result.end()).isEqualTo(End.FAILED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.SCRIPT_ERROR);
    assertThat(result.counts().samples()).isZero();
    assertThat(result.message()).startsWith("Gatling cannot run the simulation: ");
    return result.message().substring("Gatling cannot run the simulation: ".length());
  }

  @Test
  void aJvmThatDoesNotStartIsAFailureOfTheTool() throws Exception {
    RunResult result = engine.run(simulation("Refused", 1).environment("JVM_ARGS", "-Xmx1k"));
    assertThat(result.end()).isEqualTo(End.FAILED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.TOOL_FAILED);
    assertThat(result.message()).contains("exit code 1", "Too small maximum heap");
  }

  private RunSpec.Builder simulation(String name, int port) throws IOException {
    String script;
    try (InputStream in = GatlingRunTest.class.getResourceAsStream("/gatling/" + name + ".java")) {
      script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    return RunSpec.builder("gatling", script)
        .environment("TARGET_PORT", Integer.toString(port))
        .environment("RAW", raw.toString())
        .environment("JVM_ARGS", "-Xmx256m -XX:TieredStopAtLevel=1")
        .timeLimit(Duration.ofMinutes(2));
  }

  private long[] rawMillis() throws IOException {
    try (Stream<String> lines = Files.lines(raw)) {
      return lines.mapToLong(Long::parseLong).sorted().toArray();
    }
  }

  private static Map<String, Long> byLabel(RunResult result) {
    return result.totals().stream()
        .collect(
            Collectors.groupingBy(
                snapshot -> snapshot.series().label(),
                Collectors.summingLong(LatencySnapshot::count)));
  }
}
