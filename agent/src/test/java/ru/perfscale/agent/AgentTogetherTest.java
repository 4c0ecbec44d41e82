package ru.perfscale.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.agent.FakeAssignment.Status;

/** A share of a load, which begins together with those of other machines. */
class AgentTogetherTest {
  private final TestMachine machine = new TestMachine();
  private final FakeControlPlane server = machine.server;
  private final FakeAssignment share =
      machine.custom("a_1", "echo \"1 ok $PERFSCALE_SHARE\" >&3; : > \"$SHARED/begun\"");

  AgentTogetherTest() throws IOException {
    share.machines = 3;
  }

  @AfterEach
  void close() throws IOException {
    machine.close();
  }

  @Test
  void nothingBeginsBeforeTheInstantThatAllAreTold() {
    accepted();
    assertThat(machine.exists("begun")).isFalse();
    long start = System.nanoTime() + Duration.ofMillis(600).toNanos();
    startAt(start);
    server.awaitReport(share);

    assertThat(share.end()).isEqualTo("completed");
    assertThat(share.counts()).containsOnlyKeys("2/3 ok");
    assertThat(System.nanoTime() - start).as("after the instant").isPositive();
    assertThat(share.frames.getFirst().get("second").asLong()).isZero();
  }

  @Test
  void whoeverMissesTheInstantBeginsAtALaterSecond() {
    accepted();
    startAt(System.nanoTime() - Duration.ofMillis(1_200).toNanos());
    server.awaitReport(share);

    assertThat(share.end()).isEqualTo("completed");
    assertThat(share.frames.getFirst().get("second").asLong()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void whoeverMissesItByFarDoesNotBegin() {
    accepted();
    startAt(System.nanoTime() - Duration.ofMinutes(1).toNanos());
    server.awaitReport(share);

    assertThat(share.end()).isEqualTo("start_failed");
    assertThat(share.report.get("message").asText())
        .startsWith("worker-01 missed the common start by 6");
    assertThat(machine.exists("begun")).isFalse();
  }

  @Test
  void whatIsWithdrawnWhileItWaitsIsTakenAgainUnderTheNextEpoch() {
    accepted();
    server.change(
        it -> {
          share.epoch++;
          share.status = Status.OFFERED;
        });
    server.await("the next epoch", it -> share.accepts == 2 && share.status == Status.RUNNING);
    assertThat(machine.exists("begun")).isFalse();
    startAt(System.nanoTime());
    server.awaitReport(share);

    assertThat(share.counts()).containsOnlyKeys("2/3 ok");
  }

  @Test
  void aCancelBeforeTheInstantIsReportedWithoutARun() {
    accepted();
    startAt(System.nanoTime() + Duration.ofSeconds(9).toNanos());
    server.change(it -> share.cancelRequested = true);
    server.awaitReport(share);

    assertThat(share.end()).isEqualTo("cancelled");
    assertThat(machine.exists("begun")).isFalse();
  }

  @Test
  void itsClockIsToldAsItStandsToTheServers() {
    server.change(it -> it.ahead = Duration.ofMinutes(-3));
    accepted();
    startAt(System.nanoTime());
    server.awaitReport(share);

    long error = share.clock.get("error_nanos").asLong();
    assertThat(error).isPositive();
    assertThat(share.clock.get("offset_nanos").asLong() + Duration.ofMinutes(3).toNanos())
        .isBetween(-error, error);
  }

  private void accepted() {
    machine.startAgent();
    server.offer(share);
    server.await("the acceptance", it -> share.accepts > 0);
  }

  private void startAt(long nanoTime) {
    server.change(it -> share.startNanoTime = nanoTime);
  }
}
