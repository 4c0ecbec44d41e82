package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** Runs k6 against a target that counts for itself: here the stock one, in a subclass ours. */
class K6Test {
  final Target target = new Target();
  TestEngine engine;
  private Path k6;

  @BeforeEach
  void startEngine() {
    k6 = program();
    engine =
        new TestEngine(tool -> new ToolInstallation(tool, "2.2.0", k6, Map.of(), extensions()));
  }

  Path program() {
    return Tools.k6();
  }

  Set<String> extensions() {
    return Set.of();
  }

  @AfterEach
  void close() {
    target.close();
    if (engine != null) {
      engine.close();
    }
  }

  RunSpec.Builder script(String text) {
    return RunSpec.builder("k6", text).environment("TARGET", target.url());
  }

  private static final String GET =
      """
      import http from 'k6/http';
      export default function () { http.get(__ENV.TARGET + '/'); }
      """;

  @Test
  void everyRequestIsCountedAndPercentilesEqualTheSortOfItsOwnRows() throws Exception {
    Path raw = recordRawRows();
    List<SecondSnapshot> seconds = new CopyOnWriteArrayList<>();

    RunResult result =
        engine.run(
            script(
                GET
                    + """
                    export const options = { scenarios: { s: {
                      executor: 'shared-iterations', vus: 10, iterations: 5000 } } };
                    """),
            seconds::add);

    assertThat(result.end()).as(result.message()).isEqualTo(End.COMPLETED);
    assertThat(target.requests).hasValue(5_000);
    Totals totals = Totals.main(result);
    assertThat(totals.count()).isEqualTo(5_000);
    assertThat(totals.errors()).isEqualTo(50).isEqualTo(target.errors.get());
    assertThat(Totals.countsBesideLate(result))
        .isEqualTo(new SampleCounts(5_000, 50, 0, 0, 0, 0, 0, true));

    long[] durations = durations(raw);
    assertThat(durations).hasSize(5_000);
    assertThat(totals.min()).isEqualTo(durations[0]);
    assertThat(totals.max()).isEqualTo(durations[4_999]);
    for (double percentile : new double[] {50, 75, 90, 95, 99, 99.9, 100}) {
      long exact = durations[rank(percentile, durations.length) - 1];
      assertThat((double) totals.valueAt(percentile))
          .as("p%s", percentile)
          .isCloseTo(exact, within(exact * 0.001));
    }
    assertThat(
            seconds.stream()
                .flatMap(second -> second.series().stream())
                .mapToLong(LatencySnapshot::count)
                .sum())
        .isEqualTo(5_000);
    assertThat(seconds).extracting(SecondSnapshot::users).contains(OptionalInt.of(10));
  }

  private static int rank(double percentile, int count) {
    return BigDecimal.valueOf(percentile)
        .multiply(BigDecimal.valueOf(count))
        .divide(BigDecimal.valueOf(100), 0, RoundingMode.CEILING)
        .intValue();
  }

  /** Lets k6 write its rows to a file, too. */
  Path recordRawRows() throws Exception {
    Path raw = Files.createDirectory(engine.directory.resolve("raw"));
    Files.setPosixFilePermissions(raw, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path wrapper = engine.directory.resolve("k6-and-raw-rows");
    Files.writeString(
        wrapper,
        """
        #!/bin/sh
        test "$1" = run || exec K6 "$@"
        shift
        exec K6 run --out csv=RAW/rows.csv "$@"
        """
            .replace("K6", k6.toString())
            .replace("RAW", raw.toString()));
    Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
    k6 = wrapper;
    return raw.resolve("rows.csv");
  }

  private static long[] durations(Path rows) throws Exception {
    long[] durations =
        Files.readAllLines(rows).stream()
            .map(row -> row.split(","))
            .filter(fields -> fields[0].equals("http_req_duration"))
            .mapToLong(fields -> new BigDecimal(fields[2]).movePointRight(6).longValueExact())
            .toArray();
    Arrays.sort(durations);
    return durations;
  }

  @Test
  void namesSetupTeardownAndUsersAndDurationAreUnderstood() throws Exception {
    RunResult result =
        engine.run(
            script(
                    """
                    import http from 'k6/http';
                    import { group, sleep } from 'k6';
                    export function setup() { http.get(__ENV.TARGET + '/s'); }
                    export default function () {
                      group('setup', () => http.get(__ENV.TARGET + '/', {
                        tags: { name: 'a "quoted",\\nlonger naïve name' } }));
                      sleep(0.2);
                    }
                    export function teardown() { http.get(__ENV.TARGET + '/t'); }
                    """)
                .users(2)
                .duration(Duration.ofMillis(1_000)));

    assertThat(result.end()).as(result.message()).isEqualTo(End.COMPLETED);
    assertThat(result.totals())
        .extracting(LatencySnapshot::series)
        .contains(
            new Series(target.url() + "/s", Kind.HTTP, Outcome.OK, Phase.SETUP, Measure.SERVICE),
            new Series(
                "a \"quoted\",\nlonger naïve name",
                Kind.HTTP,
                Outcome.OK,
                Phase.MAIN,
                Measure.SERVICE),
            new Series(target.url() + "/t", Kind.HTTP, Outcome.OK, Phase.TEARDOWN, Measure.SERVICE))
        .hasSize(3);
    assertThat(Totals.main(result).count()).isBetween(4L, 14L);
  }

  @Test
  void aSyntaxErrorExplainsItself() throws Exception {
    RunResult result = engine.run(script("export default function () { let = ; }"));

    assertThat(result.end()).isEqualTo(End.FAILED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.SCRIPT_ERROR);
    assertThat(result.exitCode()).hasValue(107);
    assertThat(result.message()).contains("script.js: Line 1:");
    assertThat(result.log().text()).contains("Line 1:");
    assertThat(result.counts().malformed()).isZero();
  }

  @Test
  void anExceptionInSetupAndAnAbortingScriptAreScriptErrors() throws Exception {
    RunResult thrown =
        engine.run(script("export function setup() { throw new Error('no data') }" + GET));
    RunResult aborted =
        engine.run(
            script(
                "import exec from 'k6/execution';"
                    + "export default function () { exec.test.abort('enough') }"));

    assertThat(thrown.verdict()).isEqualTo(ToolVerdict.SCRIPT_ERROR);
    assertThat(thrown.message()).startsWith("Error: no data");
    assertThat(aborted.verdict()).isEqualTo(ToolVerdict.SCRIPT_ERROR);
    assertThat(aborted.message()).contains("test aborted: enough");
  }

  @Test
  void refusedRequestsAreErrorsWithoutADuration() throws Exception {
    target.close();

    RunResult result =
        engine.run(script(GET + "export const options = { iterations: 20, vus: 2 };"));

    assertThat(result.end()).isEqualTo(End.COMPLETED);
    assertThat(result.counts()).isEqualTo(new SampleCounts(20, 20, 20, 0, 0, 0, 0, true));
    assertThat(Totals.main(result).histogram().count()).isZero();
    assertThat(result.log().text()).contains("connection refused");
  }

  @Test
  void aScriptWithoutARequestHasNoSample() throws Exception {
    RunResult result = engine.run(script("export default function () {}"));

    assertThat(result.verdict()).isEqualTo(ToolVerdict.PASSED);
    assertThat(result.counts().samples()).isZero();
    assertThat(result.totals()).isEmpty();
  }

  @Test
  void aCrossedThresholdIsTheToolsOwnCriterion() throws Exception {
    RunResult result =
        engine.run(
            script(
                GET
                    + """
                    export const options = { iterations: 5,
                      thresholds: { 'http_req_duration{method:GET}': ['max<0.001'] } };
                    """));

    assertThat(result.end()).isEqualTo(End.COMPLETED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.CRITERION_FAILED);
    assertThat(result.exitCode()).hasValue(99);
    assertThat(result.message()).contains("http_req_duration{method:GET}");
    assertThat(result.counts().samples()).isEqualTo(5);
  }

  @Test
  void aCancelledRunLeavesNoProcessAndKeepsWhatWasMeasured() throws Exception {
    String mark = "mark-" + UUID.randomUUID();
    CountDownLatch measuring = new CountDownLatch(1);
    Path wrapper = engine.directory.resolve(mark);
    Files.writeString(wrapper, "#!/bin/sh\nexec " + k6 + " \"$@\" --tag mark=" + mark + "\n");
    Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
    k6 = wrapper;
    Run run =
        engine.start(
            script(GET + "export function teardown() { http.get(__ENV.TARGET + '/t'); }")
                .users(3)
                .duration(Duration.ofMinutes(10))
                .build(),
            second -> {
              if (!second.series().isEmpty()) {
                measuring.countDown();
              }
            });
    assertThat(measuring.await(60, TimeUnit.SECONDS)).isTrue();

    run.cancel();
    RunResult result = run.result().get(30, TimeUnit.SECONDS);

    assertThat(result.end()).isEqualTo(End.CANCELLED);
    assertThat(result.exitCode()).hasValue(105);
    assertThat(result.stop().nothingLeft()).isTrue();
    assertThat(Processes.withArgument(mark)).isZero();
    assertThat(result.totals()).extracting(s -> s.series().phase()).contains(Phase.TEARDOWN);
    // Three requests may have been in flight; k6 drops what its users had not finished.
    assertThat(result.counts().samples())
        .isBetween(target.requests.get() - 3, target.requests.get());
  }

  @Test
  void secretsAreOnNoCommandLine() throws Exception {
    String secret = "secret-" + UUID.randomUUID();
    CountDownLatch started = new CountDownLatch(1);
    Run run =
        engine.start(
            script(GET + "if (!__ENV.TOKEN) throw new Error('no token');")
                .environment("TOKEN", secret)
                .duration(Duration.ofMinutes(1))
                .build(),
            second -> {
              if (!second.series().isEmpty()) {
                started.countDown();
              }
            });
    assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();

    assertThat(Processes.withArgument(secret)).isZero();

    run.cancel();
    assertThat(run.result().get(30, TimeUnit.SECONDS).message()).doesNotContain(secret);
    assertThat(Optional.of(run.toString())).get().asString().doesNotContain(secret);
  }
}
