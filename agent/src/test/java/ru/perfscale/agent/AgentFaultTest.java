package ru.perfscale.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.agent.FakeAssignment.Status;
import ru.perfscale.agent.FakeControlPlane.Fault;

/** Requests that fail, and a control plane that is away. */
class AgentFaultTest {
  private final TestMachine machine = new TestMachine();
  private final FakeControlPlane server = machine.server;

  AgentFaultTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    machine.close();
  }

  @Test
  void aLostAnswerToAcceptStartsTheRunOnce() {
    server.next("accept", Fault.LOST_ANSWER, Fault.CUT, Fault.LOST_ANSWER, Fault.PROXY_PAGE);
    machine.startAgent();
    FakeAssignment run =
        server.awaitReport(machine.offer("a_1", "echo '1 ok start' >&3; sleep 0.5"));

    assertThat(run.accepts).isEqualTo(3);
    assertThat(run.counts()).isEqualTo(Map.of("start ok", 1L));
  }

  @Test
  void lostAnswersToFramesStoreNothingTwice() {
    server.next("frames", Fault.LOST_ANSWER, Fault.LOST_ANSWER, Fault.CUT, Fault.LOST_ANSWER);
    server.next("finish", Fault.LOST_ANSWER, Fault.CUT, Fault.LOST_ANSWER);
    machine.startAgent();
    FakeAssignment run =
        machine.offer("a_1", "for i in 1 2 3 4; do echo \"$i ok /\" >&3; sleep 0.7; done");
    server.awaitReport(run);
    server.awaitReport(machine.offer("a_2", "true"));

    assertThat(run.counts()).isEqualTo(Map.of("/ ok", 4L));
    assertThat(run.reportedCounts()).isEqualTo(run.counts());
    assertThat(run.report.get("last_seq").asLong()).isEqualTo(run.acked());
  }

  @Test
  void framesThatAreRefusedEndTheRunAndAreMissedInItsCounts() {
    TestMachine.Marked load = new TestMachine.Marked();
    server.next("frames", Fault.REFUSED);
    machine.startAgent();
    FakeAssignment run = server.awaitReport(machine.offer("a_1", load.script()));

    assertThat(load.isAlive()).isFalse();
    assertThat(run.end()).isEqualTo("contact_lost");
    assertThat(run.report.get("message").asText())
        .contains("Frames after 0 are lost", "frames: must be different");
    assertThat(run.report.get("last_seq").asLong()).isZero();
    assertThat(run.reportedCounts()).isEqualTo(Map.of("GET / ok", 1L));
  }

  @Test
  void aReportThatIsRefusedIsReplacedByOneThatSaysSo() {
    server.next("finish", Fault.REFUSED);
    machine.startAgent();
    FakeAssignment run = server.awaitReport(machine.offer("a_1", "echo '1 ok /' >&3"));

    assertThat(run.end()).isEqualTo("tool_failed");
    assertThat(run.report.get("message").asText())
        .contains("The agent on worker-01 failed: status 400", "frames: must be different");
    assertThat(run.status).isEqualTo(Status.FINISHED);
    server.awaitReport(machine.offer("a_2", "true"));
  }

  @Test
  void aControlPlaneThatIsAwayForSomeSecondsLosesNothing() throws IOException {
    machine.startAgent();
    FakeAssignment run =
        machine.offer("a_1", TestMachine.untilTold("end") + "; echo '2 ok end' >&3");
    server.awaitFrames(run, 1);
    server.always(Fault.CUT);
    server.awaitFaulty("frames", 12);
    server.always(Fault.PROXY_PAGE);
    server.awaitFaulty("frames", 12);
    machine.tell("end");
    server.awaitFaulty("heartbeat", 5);
    server.always(null);
    server.awaitReport(run);

    assertThat(run.end()).isEqualTo("completed");
    assertThat(run.counts()).containsEntry("end ok", 1L).containsKey("tick ok");
    assertThat(run.reportedCounts()).isEqualTo(run.counts());
    assertThat(server.protocol.boots).hasSize(1);
  }

  @Test
  void aControlPlaneThatWaitsForItsDatabaseIsInContact() throws IOException {
    FakeAssignment run = machine.custom("a_1", TestMachine.untilTold("end"));
    run.contactLimitMillis = 5_000;
    machine.startAgent();
    server.offer(run);
    server.awaitFrames(run, 1);
    server.always(Fault.HOLD);
    server.awaitFaulty("heartbeat", 35);
    server.always(null);
    machine.tell("end");
    server.awaitReport(run);

    assertThat(run.end()).isEqualTo("completed");
  }

  @Test
  void aRunOutOfContactForTooLongIsStoppedAndReportedLater() throws InterruptedException {
    TestMachine.Marked load = new TestMachine.Marked();
    FakeAssignment run = machine.custom("a_1", load.script());
    run.contactLimitMillis = 4_000;
    machine.startAgent();
    server.offer(run);
    server.awaitFrames(run, 1);
    assertThat(load.isAlive()).isTrue();
    server.always(Fault.CUT);
    load.awaitGone();
    server.change(it -> run.status = Status.LOST);
    server.always(null);
    server.awaitReport(run);

    assertThat(run.end()).isEqualTo("contact_lost");
    assertThat(run.report.get("message").asText()).startsWith("Out of contact");
    assertThat(run.reportedCounts()).isEqualTo(Map.of("GET / ok", 1L));
    assertThat(run.counts()).isEqualTo(run.reportedCounts());
  }

  @Test
  void anotherBootOnTheServerEndsTheRunsBeforeTheNextHello() {
    TestMachine.Marked load = new TestMachine.Marked();
    machine.startAgent();
    FakeAssignment run = machine.offer("a_1", load.stubbornScript());
    server.awaitFrames(run, 1);
    server.change(it -> it.boot = "another");
    server.await("another hello", it -> it.boots.size() == 2);

    assertThat(load.isAlive()).isFalse();
    assertThat(server.protocol.boots).doesNotHaveDuplicates();
    server.awaitReport(run);
    assertThat(run.end()).isEqualTo("contact_lost");
    FakeAssignment next = server.awaitReport(machine.offer("a_2", "echo '1 ok next' >&3"));
    assertThat(next.counts()).isEqualTo(Map.of("next ok", 1L));
  }

  @Test
  void aRevokedCredentialStopsTheRunsAndIsTriedAgainSlowly() throws InterruptedException {
    TestMachine.Marked load = new TestMachine.Marked();
    Agent agent = machine.startAgent();
    FakeAssignment run = machine.offer("a_1", load.script());
    server.awaitFrames(run, 1);
    server.revokeCredential();
    load.awaitGone();
    server.restoreCredential();
    server.await("another hello", it -> it.boots.size() == 2);
    server.awaitReport(machine.offer("a_2", "true"));

    assertThat(agent.isServing()).isTrue();
  }
}
