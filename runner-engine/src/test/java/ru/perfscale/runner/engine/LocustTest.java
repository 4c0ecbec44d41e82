package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** Runs stock Locust against a target that counts for itself. */
class LocustTest {
  private final Target target = new Target();
  private TestEngine engine;

  @BeforeEach
  void findLocust() {
    Path locust = Tools.locust();
    engine = new TestEngine(tool -> new ToolInstallation(tool, "2.46.7", locust));
  }

  @AfterEach
  void close() {
    target.close();
    if (engine != null) {
      engine.close();
    }
  }

  private static final String GET =
      """
      import os
      from locust import HttpUser, events, task

      class Visitor(HttpUser):
          host = os.environ["TARGET"]

          @task
          def visit(self):
              self.client.get("/")
      """;

  private static final String SLOW_TO_LOAD =
      GET
          + """

          import time
          begin = time.monotonic()
          while time.monotonic() < begin + 1:
              pass

          @events.test_start.add_listener
          def start(**_):
              global begin
              begin = time.monotonic()

          @events.test_stop.add_listener
          def stop(**_):
              print("it lasted its time:", time.monotonic() - begin >= 1.49)
          """;

  private static String exact() throws IOException {
    try (InputStream in = LocustTest.class.getResourceAsStream("/locust/exact.py")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private RunSpec.Builder script(String text) {
    return RunSpec.builder("locust", text)
        .environment("TARGET", target.url())
        .timeLimit(Duration.ofMinutes(1));
  }

  @Test
  void everyRequestIsCountedAndPercentilesEqualTheSortOfItsOwnSamples() throws Exception {
    Path raw = openFile();
    List<SecondSnapshot> seconds = new CopyOnWriteArrayList<>();

    RunResult result =
        engine.run(script(exact()).environment("RAW", raw.toString()).users(10), seconds::add);

    assertThat(result.end()).as(result.message() + result.log().text()).isEqualTo(End.COMPLETED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.PASSED);
    assertThat(target.requests).hasValue(5_000);
    assertThat(target.errors).hasValue(50);
    assertThat(Totals.countsBesideLate(result))
        .isEqualTo(new SampleCounts(5_000, 50, 0, 0, 0, 0, 0, true));
    assertThat(result.totals())
        .allMatch(snapshot -> snapshot.series().kind() == Kind.HTTP)
        .allMatch(snapshot -> snapshot.series().phase() == Phase.MAIN);
    assertThat(byLabel(result)).isEqualTo(Map.of("page one", 2_500L, "café 漢", 2_500L));

    long[] durations = durations(raw);
    assertThat(durations).hasSize(5_000);
    Totals totals = Totals.main(result);
    assertThat(totals.min()).isEqualTo(durations[0]);
    assertThat(totals.max()).isEqualTo(durations[4_999]);
    for (double percentile : new double[] {50, 75, 90, 95, 99, 99.9, 100}) {
      long exact = durations[(int) Math.ceil(percentile * 50) - 1];
      assertThat(Math.abs(totals.valueAt(percentile) - exact))
          .as("p%s", percentile)
          .isLessThanOrEqualTo(exact / 1_000);
    }
    assertThat(seconds).extracting(SecondSnapshot::users).contains(OptionalInt.of(10));
  }

  private Path openFile() throws IOException {
    Path open = Files.createDirectory(engine.directory.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    return open.resolve("raw.csv");
  }

  private static Map<String, Long> byLabel(RunResult result) {
    return result.totals().stream()
        .collect(
            Collectors.groupingBy(
                s -> s.series().label(), Collectors.summingLong(LatencySnapshot::count)));
  }

  private static long[] durations(Path raw) throws IOException {
    try (Stream<String> lines = Files.lines(raw)) {
      return lines
          .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(','))))
          .sorted()
          .toArray();
    }
  }

  @Test
  void cancelLosesNoSampleAndLeavesNoProcess() throws Exception {
    CountDownLatch loaded = new CountDownLatch(1);
    Run run =
        engine.start(
            script(GET).users(8).build(),
            second -> {
              if (second.series().stream().mapToLong(LatencySnapshot::count).sum() > 50) {
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
    assertThat(result.counts().samples()).isEqualTo(target.requests.get());
    assertThat(result.counts().errors()).isEqualTo(target.errors.get());
  }

  @Test
  void aRunEndsAfterItsDurationWithEveryRequestCounted() throws Exception {
    RunResult result = engine.run(script(SLOW_TO_LOAD).users(3).duration(Duration.ofMillis(1_500)));

    assertThat(result.end()).as(result.log().text()).isEqualTo(End.COMPLETED);
    assertThat(result.log().text())
        .contains("The duration of 1.5 s is over")
        .contains("it lasted its time: True");
    assertThat(result.counts().malformed()).isZero();
    assertThat(result.counts().samples()).isPositive().isEqualTo(target.requests.get());
  }

  @Test
  void kindsFollowTheRequestTypeAndWhatHasNoTimeIsUntimed() throws Exception {
    RunResult result =
        engine.run(
            script(
                """
                import gevent
                from locust import User, task

                class Caller(User):
                    @task
                    def call(self):
                        fire = self.environment.events.request.fire
                        error = ValueError("no")
                        for kind in ("get", "grpc", "websocket", "SQL"):
                            fire(request_type=kind, name=kind, response_time=1.5,
                                 response_length=0, exception=None)
                        fire(request_type="GET", name="refused", response_time=0,
                             response_length=0, exception=error)
                        fire(request_type="GET", name="none", response_time=None,
                             response_length=0, exception=error)
                        fire(request_type="GET", name="zero", response_time=0,
                             response_length=0, exception=None)
                        fire(request_type="GET", name="x" * 70000, response_time=1,
                             response_length=0)
                        gevent.spawn(self.environment.runner.quit)
                        self.stop()
                """));

    assertThat(result.end()).as(result.log().text()).isEqualTo(End.COMPLETED);
    assertThat(result.counts()).isEqualTo(new SampleCounts(8, 2, 2, 0, 0, 0, 0, true));
    Map<String, Kind> kinds =
        result.totals().stream()
            .filter(snapshot -> snapshot.series().label().length() < 100)
            .collect(Collectors.toMap(s -> s.series().label(), s -> s.series().kind()));
    assertThat(kinds)
        .containsAllEntriesOf(
            Map.of("get", Kind.HTTP, "grpc", Kind.GRPC, "websocket", Kind.WS, "SQL", Kind.CUSTOM));
    assertThat(Totals.of(result.totals(), series -> series.label().equals("SQL")).max())
        .isEqualTo(1_500_000);
  }

  @Test
  void refusedConnectionsAreErrorsAndLocustItselfDoesNotFail() throws Exception {
    target.close();
    RunResult result = engine.run(script(GET).users(2).duration(Duration.ofSeconds(1)));

    assertThat(result.end()).as(result.log().text()).isEqualTo(End.COMPLETED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.PASSED);
    assertThat(result.judgesErrors()).isFalse();
    assertThat(result.counts().samples()).isPositive().isEqualTo(result.counts().errors());
    assertThat(result.counts().malformed()).isZero();
  }

  @Test
  void whatTheScriptMakesOfItsExitCodeIsTheVerdict() throws Exception {
    String judging =
        GET
            + """

            @events.quitting.add_listener
            def judge(environment, **_):
                if environment.stats.total.fail_ratio < 2:
                    environment.process_exit_code = int(os.environ["CODE"])
            """;
    RunResult failed =
        engine.run(script(judging).duration(Duration.ofSeconds(1)).environment("CODE", "1"));
    assertThat(failed.verdict()).isEqualTo(ToolVerdict.CRITERION_FAILED);
    assertThat(failed.message()).isEqualTo("The script set process_exit_code to 1");
    assertThat(failed.judgesErrors()).isTrue();
    assertThat(failed.counts().samples()).isEqualTo(target.requests.get());

    RunResult passed =
        engine.run(script(judging).duration(Duration.ofSeconds(1)).environment("CODE", "0"));
    assertThat(passed.verdict()).isEqualTo(ToolVerdict.PASSED);
    assertThat(passed.judgesErrors()).isTrue();
  }

  @Test
  void aScriptThatCannotRunFailsInLocustsOwnWords() throws Exception {
    assertRefused("import nosuch\n", "locustfile.py, line 1", "No module named 'nosuch'");
    assertRefused("x = 1\nclass X(:\n", "locustfile.py, line 2", "SyntaxError: invalid syntax");
    assertRefused("x = 1\n", "No User class found!");
    assertRefused(GET + "\nopen('users.csv')\n", "locustfile.py", "directory: 'users.csv'");
    assertRefused(GET + "\nclass Y(HttpUser): x = nosuch\n", "name 'nosuch' is not defined");
    assertRefused(
        "import http from 'k6/http';\nexport default function () { http.get('x'); }\n",
        "locustfile.py, line 1",
        "This looks like a script of k6, but the tool is locust");
    assertRefused(
        "<?xml version=\"1.0\"?>\n<jmeterTestPlan><hashTree/></jmeterTestPlan>\n",
        "This looks like a script of jmeter, but the tool is locust");
    assertThat(target.requests).as("nothing was sent").hasValue(0);
  }

  @Test
  void anErrorThatStopsEveryUserIsToldThoughLocustEndsWell() throws Exception {
    String text =
        """
        from locust import HttpUser, task
        class Visitor(HttpUser):
            @task
            def visit(self): pass
        """;
    RunResult result = engine.run(script(text).duration(Duration.ofSeconds(5)));
    assertThat(result.exitCode()).hasValue(0);
    assertThat(result.counts().samples()).isZero();
    assertThat(result.message()).contains("exit code 0", "You must specify the base host");
  }

  private void assertRefused(String text, String... words) throws Exception {
    RunResult result = engine.run(script(text).duration(Duration.ofSeconds(5)));
    assertThat(result.end()).as(text + result.log().text()).isEqualTo(End.FAILED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.SCRIPT_ERROR);
    assertThat(result.message()).contains(words);
    assertThat(result.counts().samples()).isZero();
  }
}
