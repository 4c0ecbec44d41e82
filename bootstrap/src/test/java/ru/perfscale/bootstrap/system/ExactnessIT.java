package ru.perfscale.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.results.ResultFiles;
import ru.perfscale.runner.engine.results.Window;
import ru.perfscale.runner.engine.summary.Figures;

/** What a task reports equals what the target counted and what the tool itself wrote down. */
class ExactnessIT {
  /** Provisioning JMeter the first time is part of it. */
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private static final int REQUESTS = 3000;

  private static PassableDirectory directory;
  private static Path rows;
  private static Up up;

  @BeforeAll
  static void start() throws IOException {
    directory = PassableDirectory.create("exactness");
    // The tools write their own rows here, as whichever user they run.
    rows = directory.directory("rows", "rwxrwxrwx");
    Path programs = directory.directory("bin", "rwxr-xr-x");
    up = Up.start(directory, command -> RawRows.recordingK6(command, programs, rows));
  }

  @AfterAll
  static void stop() {
    if (up != null) {
      up.close();
    }
    directory.close();
  }

  @Test
  void ofAK6Run() throws IOException {
    K6OnThisMachine.required();
    try (CountingTarget target = CountingTarget.failing(1)) {
      Api demo = up.as("demo");

      Api.Task task = demo.ended(demo.submit("k6", Scripts.k6(target.url(), 10, REQUESTS)), LIMIT);

      RawRows raw = RawRows.ofK6(rows.resolve("k6.csv"));
      assertExact(task, target, raw);
      assertSameHistogram(demo, task, raw);
    }
  }

  @Test
  void ofAJMeterRun() throws IOException {
    try (CountingTarget target = CountingTarget.failing(1)) {
      Api demo = up.as("demo");
      Path jtl = rows.resolve("jmeter.jtl");

      Api.Task task =
          demo.ended(
              demo.submit("jmeter", Scripts.jmeter(target.port(), 10, REQUESTS / 10, jtl)), LIMIT);

      assertExact(task, target, RawRows.ofJMeter(jtl));
    }
  }

  private static void assertExact(Api.Task task, CountingTarget target, RawRows raw) {
    assertThat(task.status()).as("%s", task).isEqualTo("passed");
    assertThat(task.coverage()).isEqualTo(1.0);
    assertThat(task.totalRequests())
        .isEqualTo(REQUESTS)
        .isEqualTo(target.requests())
        .isEqualTo(raw.count());
    assertThat(target.errors()).isEqualTo(REQUESTS / 100);
    assertThat(task.errorRate()).isEqualTo(0.01).isEqualTo(raw.errors() / (double) raw.count());
    assertPercentile(task.p50(), raw.percentile(50));
    assertPercentile(task.p95(), raw.percentile(95));
    assertPercentile(task.p99(), raw.percentile(99));
    assertThat(task.p95()).as("the slow mode is in the tail").isGreaterThan(55);
    assertThat(task.p50()).as("and the quick one in the middle").isLessThan(task.p95());
    assertRate(task.requestsPerSec(), raw.requestsPerSecond());
  }

  /**
   * The histogram says the same of the whole, adds up from its parts, and is the one of the log.
   */
  private static void assertSameHistogram(Api demo, Api.Task task, RawRows raw) throws IOException {
    String path = "/tasks/" + task.id() + "/histogram";
    JsonNode whole = demo.get(path).body();
    assertThat(whole.required("count").asLong()).isEqualTo(raw.count());
    assertThat(whole.required("errors").asLong()).isEqualTo(raw.errors());
    assertThat(whole.required("complete").asBoolean()).isTrue();
    for (String percentile : List.of("50", "75", "90", "95", "99", "99.9", "99.99")) {
      assertPercentile(
          whole.required("p" + percentile.replace('.', '_')).asDouble(),
          raw.percentile(Double.parseDouble(percentile)));
    }
    JsonNode first = demo.get(path + "?to=1").body();
    JsonNode rest = demo.get(path + "?from=1s").body();
    assertThat(first.required("count").asLong()).isPositive();
    assertThat(first.required("count").asLong() + rest.required("count").asLong())
        .isEqualTo(raw.count());
    Path log = directory.resolve("k6.hlog");
    Files.write(log, demo.bytes(path + "?format=hlog"));
    Figures read = ResultFiles.read(List.of(log), Window.ALL).summary().total();
    assertThat(read.count()).isEqualTo(raw.count());
    assertThat(read.percentile(95).orElseThrow())
        .isEqualByComparingTo(whole.required("p95").decimalValue());
  }

  /** Within 0.1 %, and half of the last digit shown. */
  private static void assertPercentile(double reported, double sorted) {
    assertThat(reported).isCloseTo(sorted, within(sorted * 0.001 + 0.0005));
  }

  /** One decimal below 1,000, none above. */
  private static void assertRate(double reported, double computed) {
    assertThat(reported).isCloseTo(computed, within(computed < 1000 ? 0.051 : 0.51));
  }
}
