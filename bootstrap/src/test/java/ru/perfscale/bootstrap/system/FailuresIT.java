package ru.perfscale.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A task that did not pass says why, in the tool's own words where it has some. */
class FailuresIT {
  /** Provisioning JMeter the first time is part of it. */
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private static PassableDirectory directory;
  private static Up up;
  private static Api demo;

  @BeforeAll
  static void start() {
    directory = PassableDirectory.create("failures");
    up = Up.start(directory);
    demo = up.as("demo");
  }

  @AfterAll
  static void stop() {
    if (up != null) {
      up.close();
    }
    directory.close();
  }

  private static Api.Task run(String tool, String script) {
    return demo.ended(demo.submit(tool, script), LIMIT);
  }

  @Nested
  class OfK6 {
    @BeforeEach
    void needsK6() {
      K6OnThisMachine.required();
    }

    @Test
    void aSyntaxErrorIsShownAsK6SaysIt() {
      Api.Task task = run("k6", "export default function () {\n  const = 1;\n}\n");

      assertFailed(task, "script_error");
      assertThat(task.reasons().getFirst().message()).contains("Line 2:9", "Unexpected token");
      assertThat(task.logTail()).contains("script.js", "Unexpected token");
      assertThat(task.totalRequests()).isZero();
      assertThat(task.p50()).isNull();
    }

    @Test
    void aTargetThatRefusesEveryRequestIsSeenInTheLog() throws IOException {
      Api.Task task = run("k6", Scripts.k6("http://127.0.0.1:" + closedPort() + "/", 2, 10));

      assertFailed(task, "error_rate");
      assertThat(task.errorRate()).isEqualTo(1.0);
      assertThat(task.totalRequests()).isEqualTo(10);
      assertThat(task.logTail()).contains("connection refused");
    }

    @Test
    void sixErrorsInAHundredAreTooMany() {
      try (CountingTarget target = CountingTarget.failing(6)) {
        Api.Task task = run("k6", Scripts.k6(target.url(), 5, 200));

        assertFailed(task, "error_rate");
        assertThat(task.errorRate()).isEqualTo(0.06);
        assertThat(task.reasons().getFirst().message()).contains("6", "5");
      }
    }

    @Test
    void aScriptWithoutARequestDoesNotPass() {
      assertFailed(run("k6", "export default function () {}\n"), "no_samples");
    }

    @Test
    void itsThresholdsAreItsCriteria() {
      try (CountingTarget target = CountingTarget.failing(0)) {
        Api.Task task =
            run(
                "k6",
                Scripts.k6(
                    target.url(),
                    "iterations: 20, thresholds: { http_req_duration: ['p(95)<1'] }"));

        assertFailed(task, "tool_criterion");
        assertThat(task.totalRequests()).isEqualTo(20);
        assertThat(task.reasons().getFirst().message())
            .contains("http_req_duration p(95)<1 was crossed: ", " ms");
      }
    }

    @Test
    void aScriptThatJudgesErrorsItselfMayAllowMore() {
      try (CountingTarget target = CountingTarget.failing(20)) {
        Api.Task task =
            run(
                "k6",
                Scripts.k6(
                    target.url(),
                    "iterations: 100, thresholds: { http_req_failed: ['rate<0.5'] }"));

        assertThat(task.status()).as("%s", task).isEqualTo("passed");
        assertThat(task.reasons()).isEmpty();
        assertThat(task.errorRate()).isEqualTo(0.2);
      }
    }
  }

  @Test
  void aPlanThatIsNoXmlIsShownAsJMeterSaysIt() {
    Api.Task task = run("jmeter", "<jmeterTestPlan><hashTree></jmeterTestPlan>");

    assertFailed(task, "script_error");
    assertThat(task.reasons().getFirst().message()).contains("hashTree");
    assertThat(task.logTail()).isNotBlank();
  }

  @Test
  void aCommandThatFailsIsShownWithItsLastLine() {
    Api.Task task = run("custom", "echo 'no such shop' >&2; exit 3");

    assertFailed(task, "tool_failed");
    assertThat(task.reasons().getFirst().message()).contains("3", "no such shop");
    assertThat(task.logTail()).contains("no such shop");
  }

  @Test
  void aRunThatReachesItsTimeLimitEndsThere() {
    String test =
        demo.createTest(
            Map.of(
                "name", "Endless",
                "tool", "custom",
                "time_limit", "2s",
                "script", "while :; do echo '5 ok step' > $PERFSCALE_SAMPLES; sleep 0.1; done"));

    Api.Task task = demo.ended(demo.submit(test), LIMIT);

    assertThat(task.status()).as("%s", task).isEqualTo("timeout");
    assertThat(task.totalRequests()).as("what it did until then counts").isPositive();
    assertThat(Processes.leftAbout(Up.data(directory).resolve("agent/runs"))).isEmpty();
  }

  private static void assertFailed(Api.Task task, String code) {
    assertThat(task.status()).as("%s", task).isEqualTo("failed");
    assertThat(task.codes()).as("%s", task).containsExactly(code);
    assertThat(task.coverage()).as("%s", task).isEqualTo(1.0);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
