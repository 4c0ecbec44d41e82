package ru.perfscale.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.agent.FakeAssignment.Status;

/** Tools that are missing, and tools that are installed first. */
class AgentToolTest {
  private final TestMachine machine = new TestMachine();
  private final FakeControlPlane server = machine.server;

  AgentToolTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    machine.close();
  }

  private FakeAssignment offerK6() {
    return server.offer(new FakeAssignment("a_1", "k6", "export default function () {}"));
  }

  @Test
  void aToolThatIsNeitherThereNorInstallableEndsTheAssignmentWithTheReason() {
    machine.startAgent();
    FakeAssignment run = server.awaitReport(offerK6());

    assertThat(run.end()).isEqualTo("tool_missing");
    assertThat(run.report.get("message").asText()).contains("k6 is not on this machine");
    assertThat(run.preparing).isEmpty();
  }

  @Test
  void theOfferIsKeptWhileTheToolIsInstalled() {
    machine.toolbox.installable.put("k6", "2.2.0");
    machine.startAgent();
    FakeAssignment run = offerK6();
    server.await("three notes", it -> run.preparing.size() >= 3);
    assertThat(run.accepts).isZero();
    machine.toolbox.mayEnd.countDown();
    server.awaitReport(run);

    assertThat(run.preparing.getFirst()).startsWith("installing k6 2.2.0 on worker-01");
    assertThat(run.preparing.getLast()).isEqualTo("installing k6 2.2.0 on worker-01: 12 of 60 MB");
    assertThat(run.accepts).isEqualTo(1);
  }

  @Test
  void aFailedInstallationEndsTheAssignmentWithTheReason() {
    machine.toolbox.installable.put("k6", "2.2.0");
    machine.toolbox.failure = "the disk is full";
    machine.toolbox.mayEnd.countDown();
    machine.startAgent();
    FakeAssignment run = server.awaitReport(offerK6());

    assertThat(run.end()).isEqualTo("tool_missing");
    assertThat(run.report.get("message").asText())
        .isEqualTo("Failed installing k6 2.2.0 on worker-01: the disk is full");
    assertThat(run.report.get("log_tail").asText()).isEmpty();
  }

  @Test
  void anOfferThatIsWithdrawnDuringTheInstallationNeverStarts() throws InterruptedException {
    machine.toolbox.installable.put("k6", "2.2.0");
    machine.startAgent();
    FakeAssignment run = offerK6();
    server.await("a note", it -> !run.preparing.isEmpty());
    server.change(it -> run.status = Status.WITHDRAWN);

    assertThat(machine.toolbox.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    server.awaitReport(machine.offer("a_2", "true"));
    assertThat(run.accepts).isZero();
  }

  @Test
  void anOfferGoesBackWhenTheAgentIsClosedDuringTheInstallation() throws InterruptedException {
    machine.toolbox.installable.put("k6", "2.2.0");
    Agent agent = machine.startAgent();
    FakeAssignment run = offerK6();
    server.await("a note", it -> !run.preparing.isEmpty());
    agent.close();

    assertThat(run.declined).singleElement().asString().contains("stopped");
    assertThat(run.accepts).isZero();
    assertThat(machine.toolbox.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
  }
}
