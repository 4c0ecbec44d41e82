package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** Runs stock Artillery against targets that count for themselves; each start takes seconds. */
class ArtilleryTest {
  /** Makes it believe in four processors, for three threads with users. */
  private static final String FOUR_PROCESSORS =
      "--import=data:text/javascript,"
          + "import%20os%20from%20'os';import{syncBuiltinESMExports%20as%20sync}from'module';"
          + "os.cpus=()=>[1,2,3,4];sync()";

  @TempDir private Path files;
  private CountingTarget target;
  private TestEngine engine;

  @BeforeEach
  void start() throws IOException {
    Path artillery = Tools.artillery();
    target = new CountingTarget();
    engine = new TestEngine(tool -> new ToolInstallation(tool, "2.0.34", artillery));
  }

  @AfterEach
  void stop() {
    if (engine != null) {
      engine.close();
      target.close();
    }
  }

  private RunSpec.Builder script(String text) {
    return RunSpec.builder("artillery", text)
        .parameter("TARGET", "http://127.0.0.1:" + target.port())
        .timeLimit(Duration.ofMinutes(1));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ArtilleryTest.class.getResourceAsStream("/artillery/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private DataFile dataFile(String name, String text) throws IOException {
    Path file = Files.writeString(files.resolve(name), text);
    return new DataFile(name, file, DataFile.Split.WHOLE);
  }

  @Test
  void everyRequestIsCountedAndPercentilesEqualTheSortOfItsOwnTimes() throws Exception {
    Path raw = openFile();
    List<SecondSnapshot> seconds = new CopyOnWriteArrayList<>();

    RunResult result =
        engine.run(
            script(resource("exact.yml"))
                .secret("TOKEN", "s3cret")
                .environment("RAW", raw.toString())
                .environment("NODE_OPTIONS", FOUR_PROCESSORS)
                .dataFile(dataFile("raw.cjs", resource("raw.cjs")))
                .dataFile(dataFile("names.csv", "Ann\nBob\n")),
            seconds::add);

    assertThat(result.end()).as(result.message() + result.log().text()).isEqualTo(End.COMPLETED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.PASSED);
    assertThat(result.judgesErrors()).isTrue();
    assertThat(target.mainRequests()).isEqualTo(1_200);
    assertThat(target.errors()).isEqualTo(12);
    SampleCounts counts = result.counts();
    assertThat(counts).isEqualTo(new SampleCounts(1_202, 12, 0, 0, counts.late(), 0, 0, true));
    assertThat(byLabel(result, Phase.MAIN))
        .isEqualTo(Map.of("GET /page/{{ $loopCount }}", 600L, "café 漢", 600L));
    assertThat(byLabel(result, Phase.SETUP)).isEqualTo(Map.of("GET /setup", 1L));
    assertThat(byLabel(result, Phase.TEARDOWN)).isEqualTo(Map.of("GET /teardown", 1L));

    long[] exact = millis(raw);
    assertThat(exact).hasSize(1_200);
    Totals totals = Totals.main(result);
    for (double percentile : new double[] {1, 50, 75, 90, 95, 99, 99.9, 100}) {
      int rank = (int) Math.ceil(percentile * 12);
      assertThat(Math.round(totals.valueAt(percentile) / 1e6))
          .as("p%s", percentile)
          .isEqualTo(exact[rank - 1]);
    }
    assertThat(seconds)
        .extracting(second -> second.users().orElse(0))
        .contains(6)
        .allMatch(users -> users <= 6);
    assertThat(result.log().text()).contains("Ann has the token ***", "Bob has the token ***");
  }

  private Path openFile() throws IOException {
    Path open = Files.createDirectory(engine.directory.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    return open.resolve("raw.csv");
  }

  private static long[] millis(Path raw) throws IOException {
    try (Stream<String> lines = Files.lines(raw)) {
      return lines.mapToLong(Long::parseLong).sorted().toArray();
    }
  }

  private static Map<String, Long> byLabel(RunResult result, Phase phase) {
    return result.totals().stream()
        .filter(snapshot -> snapshot.series().phase() == phase)
        .collect(
            Collectors.groupingBy(
                snapshot -> snapshot.series().label(),
                Collectors.summingLong(LatencySnapshot::count)));
  }

  @Test
  void cancelLosesNoSampleAndLeavesNoProcess() throws Exception {
    CountDownLatch loaded = new CountDownLatch(1);
    String endless =
        """
        config:
          target: "{{ $env.TARGET }}"
          phases: [{ duration: 60, arrivalRate: 6, maxVusers: 6 }]
        scenarios:
          - flow: [{ loop: [{ get: { url: / } }], count: 1000000 }]
        """;
    Run run =
        engine.start(
            script(endless).environment("NODE_OPTIONS", FOUR_PROCESSORS).build(),
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
    assertThat(result.stop().killed()).isZero();
    assertThat(result.counts().malformed()).isZero();
    assertThat(result.counts().samples()).isEqualTo(target.mainRequests());
    assertThat(result.counts().errors()).isEqualTo(target.errors());
  }

  /** Of the four users, the first and the third are cut off, the others are refused. */
  private static final String MIXED =
      """
      config:
        target: "%s"
        payload: { path: fates.csv, fields: [fate], order: sequence }
        phases: [{ duration: 1, arrivalCount: 4 }]
        plugins:
          expect: {}
          ensure: { thresholds: [{ http.codes.404: 1 }] }
      scenarios:
        - flow:
            - get: { url: /redirect }
            - get: { url: /missing, name: expected, expect: { statusCode: [403, 404] } }
            - get: { url: /missing, name: not expected }
            - get: { url: /cut, name: "cut {{ fate }}", ifTrue: 'fate == "off"' }
            - get: { url: "http://127.0.0.1:%d/?q=1" }
      """;

  @Test
  void errorsAreThoseOfTheStatusAndOfTheConnectionAndARedirectIsARequestOfItsOwn()
      throws Exception {
    AtomicLong requests = new AtomicLong();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          String path = exchange.getRequestURI().getPath();
          exchange.getResponseHeaders().add("Location", "/target");
          switch (path) {
            case "/redirect" -> exchange.sendResponseHeaders(302, -1);
            case "/cut" -> exchange.sendResponseHeaders(200, 1_000);
            default -> exchange.sendResponseHeaders(path.equals("/target") ? 200 : 404, -1);
          }
          exchange.close();
        });
    server.start();
    int refusing = closedPort();
    RunResult result;
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      result =
          engine.run(
              script(MIXED.formatted(url, refusing))
                  .dataFile(dataFile("fates.csv", "off\nrefused\n")));
    } finally {
      server.stop(0);
    }

    assertThat(result.end()).as(result.log().text()).isEqualTo(End.COMPLETED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.CRITERION_FAILED);
    assertThat(result.message()).isEqualTo("fail: http.codes.404 < 1");
    assertThat(result.judgesErrors()).isTrue();
    assertThat(byLabel(result, Phase.MAIN))
        .isEqualTo(
            Map.of(
                "GET /redirect",
                8L,
                "expected",
                4L,
                "not expected",
                4L,
                "cut off",
                2L,
                "GET http://127.0.0.1:" + refusing + "/",
                2L));
    assertThat(result.counts().samples()).isEqualTo(requests.get() + 2).isEqualTo(20);
    assertThat(result.counts().errors()).isEqualTo(4 + 2 + 2);
    assertThat(result.counts().untimed()).isLessThanOrEqualTo(4);
    assertThat(result.counts().malformed()).isZero();
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aShareOfTheUsersArrivesInPlaceOfTheScriptsPhases() throws Exception {
    String script =
        """
        {"config": {"target": "{{ $env.TARGET }}", "phases": [{"duration": 60, "arrivalRate": 1}]},
         "scenarios": [{"flow": [{"get": {"url": "/"}}]}]}
        """;
    RunResult result = engine.run(script(script).users(7).share(Share.parse("2/3")));

    assertThat(result.end()).as(result.log().text()).isEqualTo(End.COMPLETED);
    assertThat(result.counts().samples()).isEqualTo(target.mainRequests()).isEqualTo(2);
  }

  @Test
  void aScriptThatCannotRunFailsInArtillerysOwnWordsWithoutARequest() throws Exception {
    String flow = "\nscenarios: [{ flow: [{ get: { url: / } }] }]\n";
    String config = "config: { target: \"{{ $env.TARGET }}\", ";
    Map<String, String> words =
        Map.of(
            "config: [",
            "unexpected end of the stream",
            "config: {}" + flow,
            "No target specified",
            "import http from 'k6/http';\n",
            "looks like a script of k6",
            config + "processor: ./nosuch.js }" + flow,
            "Cannot find module 'nosuch.js'",
            config + "payload: { path: nosuch.csv, fields: [a] } }" + flow,
            "open 'nosuch.csv'",
            config + "phases: [{ duration: long, arrivalRate: 1 }] }" + flow,
            "Invalid duration");
    Map<String, Run> runs =
        words.keySet().stream()
            .collect(Collectors.toMap(text -> text, text -> engine.start(script(text).build())));

    for (Map.Entry<String, Run> run : runs.entrySet()) {
      RunResult result = run.getValue().result().get(120, TimeUnit.SECONDS);
      assertThat(result.end()).as(run.getKey() + result.log().text()).isEqualTo(End.FAILED);
      assertThat(result.verdict()).isEqualTo(ToolVerdict.SCRIPT_ERROR);
      assertThat(result.message())
          .as(run.getKey())
          .contains(words.get(run.getKey()))
          .doesNotContain("    at ");
      assertThat(result.counts().samples()).isZero();
    }
    assertThat(target.mainRequests()).isZero();
  }
}
