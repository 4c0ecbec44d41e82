package ru.perfscale.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.agent.FakeAssignment.Status;
import ru.perfscale.agent.FakeAssignment.Sum;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** One assignment after another, with the real engine. */
class AgentRunTest {
  private final TestMachine machine = new TestMachine();
  private final FakeControlPlane server = machine.server;

  AgentRunTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    machine.close();
  }

  @Test
  void theFramesOfAWholeRunAddUpToExactlyTheSamplesOfTheScript() {
    machine.startAgent();
    FakeAssignment run =
        server.awaitReport(
            machine.offer(
                "a_1",
                """
                i=0
                while [ $i -lt 300 ]; do
                  i=$((i+1))
                  echo "$i.25 ok GET /cart" >&3
                  [ $((i % 10)) -eq 0 ] && echo "$i error POST /order" >&3
                  [ $((i % 100)) -eq 0 ] && { echo "- error POST /order" >&3; sleep 0.6; }
                done
                echo all sent
                """));

    Map<String, Sum> sums = run.sums();
    assertThat(run.counts()).isEqualTo(Map.of("GET /cart ok", 300L, "POST /order error", 33L));
    Sum cart = sums.get("GET /cart ok");
    LatencyHistogram expected = new LatencyHistogram();
    long sum = 0;
    for (int i = 1; i <= 300; i++) {
      expected.add(i * 1_000_000L + 250_000);
      sum += i * 1_000_000L + 250_000;
    }
    assertThat(cart.histogram.encode()).isEqualTo(expected.encode());
    assertThat(cart.sumNanos).isEqualTo(sum);
    assertThat(List.of(cart.minNanos, cart.maxNanos)).containsExactly(1_250_000L, 300_250_000L);
    assertThat(sums.get("POST /order error").untimed).isEqualTo(3);

    assertThat(run.end()).isEqualTo("completed");
    assertThat(run.reportedCounts()).isEqualTo(run.counts());
    assertThat(run.report.get("log_tail").asText()).contains("all sent");
    assertThat(run.report.get("latency").get("resolution_nanos").asLong()).isPositive();
    assertThat(run.report.get("stop").get("nothing_left").asBoolean()).isTrue();
  }

  @Test
  void aReportTellsHowTheLoadEndedAndHowFarTheFiguresGo() {
    machine.startAgent();
    FakeAssignment run =
        server.awaitReport(machine.offer("a_1", "echo '1 ok a' >&3; sleep 2.5; sleep 1000 &"));

    JsonNode stop = run.report.get("stop");
    assertThat(stop.get("means").asText()).isIn("pid_namespace", "cgroup", "process_group");
    assertThat(stop.get("asked_at").isNull()).isTrue();
    assertThat(Instant.parse(stop.get("load_ended_at").asText())).isBefore(Instant.now());
    assertThat(stop.get("killed").asLong()).as("the one in the background").isPositive();
    assertThat(stop.get("nothing_left").asBoolean()).isTrue();
    assertThat(run.report.get("warnings").isArray()).isTrue();
    assertThat(run.report.get("tool_criteria").isArray()).isTrue();
    assertThat(run.report.get("labels_complete").asBoolean()).isTrue();
    assertThat(run.report.get("malformed").asLong()).isZero();
    assertThat(run.report.get("clamped").asLong()).isZero();
    JsonNode worst = run.report.get("health");
    List<JsonNode> seconds =
        run.frames.stream()
            .map(frame -> frame.get("health"))
            .filter(each -> !each.isNull())
            .toList();
    assertThat(worst.get("seconds").asLong()).isEqualTo(seconds.size()).isPositive();
    for (String figure : List.of("machine_cpu", "run_queue", "backlog_bytes", "stall_millis")) {
      assertThat(seconds.stream().mapToDouble(each -> each.get(figure).asDouble()).max())
          .as(figure)
          .hasValue(worst.get(figure).asDouble());
    }
  }

  @Test
  void recordsThatCannotBeReadAreCountedAndLeaveTheVerdictToTheServer() {
    machine.startAgent();
    FakeAssignment run =
        server.awaitReport(machine.offer("a_1", "echo '1 ok a' >&3; echo 'no record' >&3"));

    assertThat(run.report.get("malformed").asLong()).isEqualTo(1);
    assertThat(run.end()).isEqualTo("completed");
    assertThat(run.counts()).isEqualTo(Map.of("a ok", 1L));
  }

  @Test
  void everySecondMakesAFrameAlsoASilentOne() {
    machine.startAgent();
    FakeAssignment run = server.awaitReport(machine.offer("a_1", "sleep 2.5"));

    assertThat(run.frames).extracting(each -> each.get("second").asLong()).contains(0L, 1L, 2L);
    assertThat(run.counts()).isEmpty();
    assertThat(run.end()).isEqualTo("completed");
  }

  @Test
  void theLogOfASilentToolSaysHowItEnded() {
    machine.startAgent();
    FakeAssignment run =
        server.awaitReport(machine.offer("a_1", "echo '1 ok a' >&3; echo '1 error a' >&3"));

    assertThat(run.report.get("log_tail").asText())
        .isEqualTo(
            "[the tool wrote no log: The command ended with exit code 0; 2 requests, 1 errors]\n");
  }

  @Test
  void oneRunAfterTheOtherIsTaken() {
    machine.startAgent();
    server.awaitReport(machine.offer("a_1", "echo '1 ok first' >&3"));
    FakeAssignment second = server.awaitReport(machine.offer("a_2", "echo '1 ok second' >&3"));

    assertThat(second.counts()).isEqualTo(Map.of("second ok", 1L));
  }

  @Test
  void anotherOfferIsDeclinedUntilTheRunIsOver() throws IOException {
    machine.startAgent();
    FakeAssignment first = machine.offer("a_1", TestMachine.untilTold("end"));
    server.awaitFrames(first, 1);
    FakeAssignment second = machine.offer("a_2", "echo '1 ok second' >&3");
    server.await("two refusals", it -> second.declined.size() >= 2);
    assertThat(second.accepts).isZero();
    machine.tell("end");
    server.awaitReport(first);
    server.awaitReport(second);

    assertThat(second.declined).allMatch(why -> why.equals("busy: worker-01 runs something else"));
    assertThat(first.end()).isEqualTo("completed");
    assertThat(second.end()).isEqualTo("completed");
  }

  @Test
  void aCommandThatFailsIsReportedWithItsWords() {
    machine.startAgent();
    FakeAssignment run =
        server.awaitReport(machine.offer("a_1", "echo 'no such host' >&2\nexit 3"));

    assertThat(run.end()).isEqualTo("tool_failed");
    assertThat(run.report.get("message").asText()).contains("no such host");
  }

  @Test
  void theTimeLimitEndsARun() {
    machine.startAgent();
    TestMachine.Marked load = new TestMachine.Marked();
    FakeAssignment assignment = machine.custom("a_1", load.script());
    assignment.timeLimitMillis = 1_500;
    server.awaitReport(server.offer(assignment));

    assertThat(assignment.end()).isEqualTo("timed_out");
    assertThat(load.isAlive()).isFalse();
  }

  @Test
  void aRunThatCannotBeStartedIsReported() {
    machine.startAgent();
    FakeAssignment assignment = machine.custom("a_1", "true");
    assignment.environment = Map.of("not a name", "x");
    server.awaitReport(server.offer(assignment));

    assertThat(assignment.end()).isEqualTo("start_failed");
    assertThat(assignment.report.get("message").asText()).contains("not a name");
    assertThat(assignment.report.get("latency").isNull()).isTrue();
    assertThat(assignment.status).isEqualTo(Status.FINISHED);
  }

  @Test
  void helloSaysWhatTheMachineHas() {
    machine.startAgent();
    server.await("hello", it -> !it.boots.isEmpty());

    assertThat(server.protocol.hello.get("installed").get(0).asText()).isEqualTo("custom");
    assertThat(server.protocol.hello.get("version").asText()).isEqualTo("0.1.0");
  }
}
