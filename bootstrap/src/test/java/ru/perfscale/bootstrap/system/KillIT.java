package ru.perfscale.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** However a run ends, its load ends with it. */
class KillIT {
  /** Provisioning JMeter the first time is part of it. */
  private static final Duration START_LIMIT = Duration.ofMinutes(4);

  private static final Duration LOAD_LIMIT = Duration.ofSeconds(1);
  private static final Duration LOST_LIMIT = Duration.ofSeconds(15);

  /** Five seconds where nothing else is running. */
  private static final double READY_SECONDS = 60;

  @Test
  void killingEverythingEndsTheLoadAndLosesNothing() {
    try (PassableDirectory directory = PassableDirectory.create("kill");
        CountingTarget target = CountingTarget.failing(0)) {
      Api.Task finished;
      String interrupted;
      List<String> machines;
      JsonNode tests;
      try (Up up = Up.start(directory)) {
        Api demo = up.as("demo");
        finished =
            demo.ended(
                demo.submit("custom", "echo '2.5 ok step' > $PERFSCALE_SAMPLES"), START_LIMIT);
        demo.post(
            "/machines",
            Map.of("name", "far", "hostname", "far.example.com", "os", "linux", "arch", "amd64"));
        interrupted = demo.submit("custom", stubbornLoad(target));
        awaitLoad(demo, interrupted, target);
        machines = ids(demo.get("/machines").body());
        tests = demo.get("/tests").body();

        long killed = System.nanoTime();
        up.program().killGroup();

        assertLoadEnded(directory, target, killed, "kill -9");
      }
      try (Up again = Up.start(directory)) {
        Api demo = again.as("demo");
        System.out.printf("After kill -9 ready in %s s%n", again.secondsToReady());
        assertThat(Double.parseDouble(again.secondsToReady())).isLessThan(READY_SECONDS);

        Api.Task lost = demo.ended(interrupted, LOST_LIMIT);

        assertThat(lost.status()).as("%s", lost).isEqualTo("failed");
        assertThat(lost.codes()).as("%s", lost).containsExactly("agent_lost");
        assertThat(lost.totalRequests()).as("what had arrived is kept").isPositive();
        assertThat(demo.task(finished.id())).isEqualTo(finished);
        assertThat(ids(demo.get("/machines").body())).isEqualTo(machines);
        assertThat(demo.get("/tests").body()).isEqualTo(tests);
      }
      assertThat(Processes.leftAbout(Up.data(directory))).isEmpty();
    }
  }

  @Test
  void cancellingEndsTheLoadAndKeepsWhatWasMeasured() {
    try (PassableDirectory directory = PassableDirectory.create("cancel");
        CountingTarget target = CountingTarget.failing(0);
        Up up = Up.start(directory)) {
      Api demo = up.as("demo");
      String task =
          demo.submit("jmeter", Scripts.jmeter(target.port(), 5, -1, Path.of("/dev/null")));
      awaitLoad(demo, task, target);

      assertThat(demo.delete("/tasks/" + task).status()).isEqualTo(204);

      Api.Task cancelled = demo.ended(task, Duration.ofSeconds(30));
      long ended = System.nanoTime();
      assertThat(cancelled.status()).as("%s", cancelled).isEqualTo("cancelled");
      assertThat(cancelled.totalRequests()).isPositive();
      assertThat(target.lastArrival() - ended).as("requests after its end").isNegative();
      assertThat(Processes.about(runs(directory))).isEmpty();
      assertThat(demo.delete("/tasks/" + task).status()).isEqualTo(409);
    }
  }

  /**
   * Load that only being killed ends: it needs nothing of the engine any more, heeds no signal, and
   * half of it has left its session.
   */
  private static String stubbornLoad(CountingTarget target) {
    return """
    trap '' HUP INT TERM PIPE
    load='while :; do curl -s -o /dev/null %s; done'
    setsid sh -c "$load" </dev/null >/dev/null 2>&1 &
    for sample in 1 2 3; do echo '5 ok step' > $PERFSCALE_SAMPLES; done
    eval "$load"
    """
        .formatted(target.url());
  }

  /** Until requests arrive and the server has heard of some. */
  private static void awaitLoad(Api api, String task, CountingTarget target) {
    api.awaited(
        task,
        START_LIMIT,
        "load",
        seen -> seen.isOver() || seen.totalRequests() > 0 && target.requests() > 20);
    assertThat(api.task(task).status()).isEqualTo("running");
  }

  private static void assertLoadEnded(
      PassableDirectory directory, CountingTarget target, long from, String what) {
    assertThat(Processes.leftAbout(runs(directory))).as("processes of the run").isEmpty();
    Duration after = Duration.ofNanos(Math.max(0, target.lastArrival() - from));
    System.out.printf("The last request came %d ms after %s%n", after.toMillis(), what);
    assertThat(after).isLessThanOrEqualTo(LOAD_LIMIT);
  }

  private static Path runs(PassableDirectory directory) {
    return Up.data(directory).resolve("agent/runs");
  }

  private static List<String> ids(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(element -> element.required("id").asText())
        .toList();
  }
}
