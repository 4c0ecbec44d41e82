package ru.perfscale.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.agent.FakeAssignment.Status;
import ru.perfscale.agent.FakeControlPlane.Fault;

/** Runs that end because somebody wants them to. */
class AgentStopTest {
  private final TestMachine machine = new TestMachine();
  private final FakeControlPlane server = machine.server;
  private final TestMachine.Marked load = new TestMachine.Marked();

  AgentStopTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    machine.close();
  }

  @Test
  void aCancelledRunLeavesNoProcess() {
    machine.startAgent();
    FakeAssignment run = machine.offer("a_1", load.script());
    server.awaitFrames(run, 1);
    assertThat(load.isAlive()).isTrue();
    server.change(it -> run.cancelRequested = true);
    server.awaitReport(run);

    assertThat(load.isAlive()).isFalse();
    assertThat(run.end()).isEqualTo("cancelled");
    assertThat(run.report.get("stop").get("asked_at").isNull()).isFalse();
    assertThat(run.report.get("stop").get("nothing_left").asBoolean()).isTrue();
    assertThat(run.reportedCounts()).isEqualTo(run.counts());
  }

  @Test
  void aCancelBeforeTheAnswerToAcceptStartsNothing() {
    machine.startAgent();
    FakeAssignment run = machine.custom("a_1", "touch \"$SHARED/started\"; " + load.script());
    run.cancelRequested = true;
    Fault[] losses = new Fault[20];
    java.util.Arrays.fill(losses, Fault.LOST_ANSWER);
    server.next("accept", losses);
    server.awaitReport(server.offer(run));

    assertThat(run.end()).isEqualTo("cancelled");
    assertThat(run.report.get("last_seq").asLong()).isZero();
    assertThat(machine.exists("started")).isFalse();
  }

  @Test
  void aDroppedRunStopsAndReportsNothing() throws InterruptedException {
    machine.startAgent();
    FakeAssignment run = machine.offer("a_1", load.script());
    server.awaitFrames(run, 1);
    server.change(it -> run.status = Status.LOST);
    load.awaitGone();
    server.awaitReport(machine.offer("a_2", "true"));

    assertThat(run.report).isNull();
  }

  @Test
  void aRunThatIsGoneWhenItDeliversStops() throws InterruptedException {
    machine.startAgent();
    FakeAssignment run = machine.offer("a_1", load.script());
    server.awaitFrames(run, 1);
    server.change(it -> run.epoch = 7);
    load.awaitGone();

    assertThat(run.report).isNull();
  }

  @Test
  void anAssignmentThatRanIsNeverStartedAgain() {
    machine.startAgent();
    FakeAssignment run = server.awaitReport(machine.offer("a_1", "echo '1 ok once' >&3"));
    long heartbeats = server.protocol.heartbeats;
    server.change(
        it -> {
          run.status = Status.OFFERED;
          run.epoch = 9;
        });
    server.await("some polls", it -> it.heartbeats > heartbeats + 5);

    assertThat(run.accepts).isEqualTo(1);
  }

  @Test
  void closingTheAgentEndsAndReportsItsRunAndLeavesNoThread() {
    Agent agent = machine.startAgent();
    FakeAssignment run = machine.offer("a_1", load.script());
    server.awaitFrames(run, 1);
    agent.close();

    assertThat(TestMachine.agentThreads()).isEmpty();
    assertThat(load.isAlive()).isFalse();
    assertThat(run.end()).isEqualTo("contact_lost");
    assertThat(run.report.get("message").asText()).isEqualTo("The agent on worker-01 was stopped");
    assertThat(run.reportedCounts()).isEqualTo(run.counts());
  }

  @Test
  void closingDoesNotWaitLongForAControlPlaneThatIsAway() {
    Agent agent = Agent.start(machine.settings(Duration.ofSeconds(1)), TestMachine.FAST);
    FakeAssignment run = machine.offer("a_1", load.script());
    server.awaitFrames(run, 1);
    server.always(Fault.CUT);
    agent.close();

    assertThat(TestMachine.agentThreads()).isEmpty();
    assertThat(load.isAlive()).isFalse();
  }

  @Test
  void anAgentThatNeverReachedAnyoneCloses() {
    server.always(Fault.CUT);
    Agent agent = machine.startAgent();
    server.awaitFaulty("hello", 3);
    agent.close();

    assertThat(agent.isServing()).isFalse();
    assertThat(TestMachine.agentThreads()).isEmpty();
  }
}
