package ru.perfscale.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A stop leaves nothing running and loses nothing. */
class StopIT {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final List<String> LISTS = List.of("/machines", "/tests", "/tasks");

  @Test
  void ctrlCStopsEverythingAndTheNextStartOnOtherPortsHasItAll() {
    try (PassableDirectory directory = PassableDirectory.create("stop")) {
      List<JsonNode> before;
      try (Up up = Up.start(directory)) {
        Api demo = up.as("demo");
        demo.ended(
            demo.submit("custom", "echo '2.5 ok step' > $PERFSCALE_SAMPLES"),
            Duration.ofMinutes(1));
        demo.post(
            "/machines",
            Map.of("name", "far", "hostname", "far.example.com", "os", "linux", "arch", "amd64"));
        before = lists(demo);

        up.program().signal("INT");

        assertThat(up.program().exitCode(STOP_LIMIT)).as(up.program().output()).isEqualTo(130);
        assertNothingRuns(directory);
      }
      try (Up again = Up.start(directory)) {
        assertThat(lists(again.as("demo"))).isEqualTo(before);
      }
      assertNothingRuns(directory);
    }
  }

  @Test
  void sigtermDuringARunStopsTheRunToo() {
    try (PassableDirectory directory = PassableDirectory.create("stop");
        Up up = Up.start(directory)) {
      Api demo = up.as("demo");
      String task = demo.submit("custom", "trap '' TERM INT; while :; do sleep 1; done");
      demo.awaited(task, Duration.ofMinutes(1), "start", seen -> seen.status().equals("running"));

      up.program().signal("TERM");

      assertThat(up.program().exitCode(STOP_LIMIT)).as(up.program().output()).isEqualTo(143);
      assertNothingRuns(directory);
    }
  }

  @Test
  void aStopDuringTheStartIsHeededAtOnce() {
    try (PassableDirectory directory = PassableDirectory.create("stop");
        Program program = Up.command(directory).start()) {
      assertThat(Await.that(START_LIMIT, () -> program.err().contains("PostgreSQL")))
          .as(program.output())
          .isTrue();

      program.signal("INT");

      assertThat(program.exitCode(STOP_LIMIT)).as(program.output()).isEqualTo(130);
      assertThat(program.out()).as("it did not start the rest first").doesNotContain("ready");
      assertNothingRuns(directory);
    }
  }

  /** Everything but when a machine was last seen, which goes on. */
  private static List<JsonNode> lists(Api api) {
    List<JsonNode> lists = LISTS.stream().map(path -> api.get(path).body()).toList();
    lists.getFirst().forEach(machine -> ((ObjectNode) machine).remove("last_seen_at"));
    return lists;
  }

  private static void assertNothingRuns(PassableDirectory directory) {
    assertThat(Processes.leftAbout(Up.data(directory))).isEmpty();
  }
}
