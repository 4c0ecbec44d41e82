package ru.perfscale.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code run} as a process: what it writes where, how it ends, what a signal does to it. */
class RunIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Ten requests, one of them bad. */
  private static final String TEN =
      """
      #!/bin/sh
      exec 3> "$PERFSCALE_SAMPLES"
      for i in 1 2 3 4 5 6 7 8 9; do echo "$i.5 ok GET /$NAME" >&3; done
      echo "100 error GET /$NAME" >&3
      """;

  /** Until it is told to end, and then one more. */
  private static final String ENDLESS =
      """
      #!/bin/bash
      exec 3> "$PERFSCALE_SAMPLES"
      trap 'echo "7 ok last" >&3; exit 0' INT TERM
      touch "%s"
      while :; do echo "5 ok each" >&3; sleep 0.05; done
      """;

  /** One that does not listen. */
  private static final String DEAF = ENDLESS.replaceFirst("trap '.*'", "trap '' ");

  private PassableDirectory directory;
  private Path temporary;

  @BeforeEach
  void create() throws IOException {
    directory = PassableDirectory.create("run-it");
    temporary = directory.directory("tmp", "rwx--x--x");
  }

  @AfterEach
  void delete() {
    directory.close();
  }

  @Test
  void withJsonExactlyOneObjectIsOnStandardOutput() throws IOException {
    Program run =
        command(script(TEN), "--param", "NAME=a", "--criteria", "error_rate <= 10%", "--json")
            .run(LIMIT);

    assertThat(run.exitCode(LIMIT)).as(run.output()).isZero();
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.at("/verdict/status").asText()).isEqualTo("passed");
    assertThat(json.at("/total/count").asLong()).isEqualTo(10);
    assertThat(json.at("/total/errors").asLong()).isEqualTo(1);
    assertThat(json.at("/labels/GET ~1a/p50").decimalValue()).isEqualByComparingTo("5.499");
    assertThat(json.at("/total/max").decimalValue()).isEqualByComparingTo("100");
    assertThat(run.err()).contains("GET /a", "PASSED");
    assertNothingIsLeft();
  }

  @Test
  void aRuleThatDoesNotHoldFailsItAndTheFilesOfTheResultAreThere() throws IOException {
    Path out = directory.resolve("out");
    Program run =
        command(
                script(TEN),
                "--param=NAME=a",
                "--criteria=p50 < 5ms",
                "--criteria=errors < 2",
                "--out=" + out)
            .run(LIMIT);

    assertThat(run.exitCode(LIMIT)).as(run.output()).isEqualTo(1);
    assertThat(run.out())
        .contains("FAILED", "criterion: p50 is 5.499 ms, criterion p50 < 5ms", "✓ errors is 1");
    assertThat(out.resolve("summary.json")).content().contains("\"count\" : 10");
    assertThat(out.resolve("seconds.csv")).content().contains(",GET /a,custom,main,");
    assertThat(out.resolve("histograms/GET_a.hlog")).exists();
    assertThat(out.resolve("log.txt")).exists();
  }

  @Test
  void aSecretReachesTheScriptAndNothingElse() throws IOException {
    String script = "#!/bin/sh\necho \"token is $TOKEN\"; test \"$TOKEN\" = hunter2 && exit 7\n";
    Program run = command(script(script), "--secret", "TOKEN").with("TOKEN", "hunter2").run(LIMIT);

    assertThat(run.exitCode(LIMIT)).as(run.output()).isEqualTo(1);
    assertThat(run.out()).contains("tool_failed", "exit code 7", "token is ***");
    assertThat(run.output()).doesNotContain("hunter2");
  }

  @Test
  void whatCouldNotRunEndsWithTwoAndIsJsonNonetheless() throws IOException {
    Program run =
        command(script("class X extends Simulation {}"), "--json", "--offline")
            .with("PERFSCALE_CACHE_DIR", directory.resolve("cache").toString())
            .run(LIMIT);

    assertThat(run.exitCode(LIMIT)).as(run.output()).isEqualTo(2);
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.at("/verdict/reasons/0/code").asText()).isEqualTo("tool_missing");
    assertThat(run.err()).contains("gatling", "tools import").doesNotContain("Exception");
    assertNothingIsLeft();
  }

  @Test
  void aWrongFlagIsNamedWithTheRightOne() throws IOException {
    Program run = command(script(TEN), "--critera", "p95<1s").run(LIMIT);

    assertThat(run.exitCode(LIMIT)).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("no option --critera", "--criteria?", "run --help");
  }

  @Test
  void ctrlCEndsItGracefullyAndWhatWasMeasuredIsShown() throws IOException {
    assertStops("INT", 130);
  }

  @Test
  void sigtermDoesTheSame() throws IOException {
    assertStops("TERM", 143);
  }

  private void assertStops(String signal, int exitCode) throws IOException {
    Program run = started(ENDLESS, "--json");

    run.signal(signal);

    assertThat(run.exitCode(LIMIT)).as(run.output()).isEqualTo(exitCode);
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.at("/verdict/status").asText()).isEqualTo("cancelled");
    assertThat(json.at("/labels/last/count").asLong()).isEqualTo(1);
    assertThat(json.at("/total/count").asLong()).isGreaterThan(1);
    assertNothingIsLeft();
  }

  @Test
  void aSecondCtrlCEndsItAtOnceAndTheLoadWithIt() throws IOException {
    Program run = started(DEAF);

    run.signal("INT");
    Await.that(LIMIT, () -> run.err().contains("stopping"));
    run.signal("INT");

    assertThat(run.exitCode(Duration.ofSeconds(5))).as(run.output()).isEqualTo(130);
    assertThat(run.out()).isEmpty();
    assertThat(Await.that(LIMIT, () -> Processes.leftAbout(temporary).isEmpty())).isTrue();
  }

  @Test
  void reportShowsTheSameObjectForResultsThatExist() throws IOException {
    Path rows = directory.resolve("results.jtl");
    Files.writeString(
        rows,
        """
        timeStamp,elapsed,label,responseCode,success
        1780000000000,10,home,200,true
        1780000001000,20,home,200,true
        1780000002000,500,home,500,false
        """);
    Program report =
        new Program.Command(
                directory.path(),
                "report",
                rows.toString(),
                "--skip=500ms",
                "--json",
                "--criteria=errors == 1",
                "--criteria=p50 < 15ms")
            .run(LIMIT);

    assertThat(report.exitCode(LIMIT)).as(report.output()).isEqualTo(1);
    JsonNode json = new ObjectMapper().readTree(report.out());
    assertThat(json.at("/total/count").asLong()).isEqualTo(2);
    assertThat(json.at("/labels/home/p50").asLong()).isEqualTo(20);
    assertThat(json.at("/verdict/reasons")).hasSize(1);
    assertThat(report.err()).contains("JMeter JTL in CSV, 3 requests", "1 outside of the window");
  }

  @Test
  void onATerminalItIsDrawnInPlaceAndFits() throws IOException {
    Path seen = directory.resolve("seen");
    Program run =
        command(
                script(TEN.replace("echo \"100", "sleep 3; echo \"100")),
                "--param=NAME=a",
                "--criteria=errors < 2")
            .with("TERM", "xterm")
            .inTerminal(60, seen)
            .run(LIMIT);

    assertThat(run.exitCode(LIMIT)).as(run.output()).isZero();
    String text = Files.readString(seen);
    assertThat(text).contains("\033[J", "custom · script.sh", "running 0:0", "p95 of each");
    String drawn = text.substring(text.indexOf('\033'), text.lastIndexOf("\033[J"));
    assertThat(drawn.lines().map(line -> line.replaceAll("\033\\[[0-9;]*[A-Za-z]|\r", "")))
        .allMatch(line -> line.length() <= 60);
  }

  private Program started(String script, String... options) throws IOException {
    Path ready = directory.directory("ready", "rwxrwxrwx").resolve("go");
    Program run = command(script(script.formatted(ready)), options).start();
    assertThat(Await.that(LIMIT, () -> Files.exists(ready))).as(run.output()).isTrue();
    return run;
  }

  private Path script(String text) throws IOException {
    return Files.writeString(directory.resolve("script.sh"), text);
  }

  private Program.Command command(Path script, String... options) {
    String[] arguments =
        Stream.concat(Stream.of("run", script.toString()), Stream.of(options))
            .toArray(String[]::new);
    return new Program.Command(directory.path(), arguments).option("-Djava.io.tmpdir=" + temporary);
  }

  private void assertNothingIsLeft() throws IOException {
    assertThat(Processes.leftAbout(temporary)).isEmpty();
    try (Stream<Path> files = Files.list(temporary)) {
      assertThat(files).isEmpty();
    }
  }
}
