package ru.perfscale.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.agent.FakeAssignment.Status;
import ru.perfscale.agent.FakeControlPlane.Fault;
import ru.perfscale.agent.journal.DirectoryInUse;
import ru.perfscale.agent.journal.Held;

/** What an agent could not deliver in its life is delivered by the next one. */
class AgentRestartTest {
  private final TestMachine machine = new TestMachine();
  private final FakeControlPlane server = machine.server;

  AgentRestartTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    machine.close();
  }

  private void awaitHeartbeats(int more) {
    long before = server.protocol.heartbeats;
    server.await(more + " heartbeats", it -> it.heartbeats >= before + more);
  }

  private void awaitNoJournal() throws IOException {
    server.await("an empty journal directory", it -> isEmpty());
  }

  private boolean isEmpty() {
    try {
      return machine.journalFiles().isEmpty();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatAKilledAgentHadWrittenIsDeliveredByTheNextOne() throws Exception {
    AgentProcess killed = machine.startProcess();
    FakeAssignment run = machine.offer("a_1", TestMachine.untilTold("end"));
    server.awaitFrames(run, 2);
    server.always("frames", Fault.CUT);
    awaitHeartbeats(20);
    killed.kill();
    Held held = Held.in(machine.journals);
    Map<String, Long> all = new HashMap<>(run.counts());
    held.counts().forEach((key, count) -> all.merge(key, count, Long::sum));
    long acked = run.acked();
    server.always("frames", null);

    assertThat(held.frames()).isGreaterThan(1);
    machine.startAgent();
    awaitNoJournal();

    assertThat(run.status).isEqualTo(Status.LOST);
    assertThat(run.acked()).isEqualTo(acked + held.frames());
    assertThat(run.counts()).isEqualTo(all);
    assertThat(run.report).isNull();
    server.awaitReport(machine.offer("a_2", "true"));
  }

  @Test
  void aJournalThatTheDiskChangedIsToldWithTheHello() throws Exception {
    Files.createDirectories(machine.journals);
    Files.writeString(machine.journals.resolve("a_1.1.journal"), "something else altogether");

    machine.startAgent();
    server.await("a hello", it -> it.hello != null);

    assertThat(server.protocol.hello.path("journal_damage").path(0).asText())
        .isEqualTo(
            "a_1.1.journal cannot be read, it does not begin as a journal; what it held is lost");
  }

  @Test
  void aDiskThatIsFullStopsNothingAndLosesNothing() throws Exception {
    machine.startProcess("bash", "-c", "ulimit -f 48; exec \"$@\"", "limited");
    server.always("frames", Fault.CUT);
    FakeAssignment run =
        machine.offer(
            "a_1",
            """
            for round in 1 2 3 4; do
              i=0
              while [ $i -lt 150 ]; do i=$((i+1)); echo "$i ok label $i" >&3; done
              sleep 1
            done
            """
                + TestMachine.untilTold("end"));
    awaitHeartbeats(30);
    assertThat(Files.size(machine.journals.resolve("a_1.1.journal"))).isBetween(20_000L, 49_152L);
    server.always("frames", null);
    machine.tell("end");
    server.awaitReport(run);

    assertThat(run.end()).isEqualTo("completed");
    assertThat(run.counts()).containsEntry("label 1 ok", 4L).containsEntry("label 150 ok", 4L);
    assertThat(run.reportedCounts()).isEqualTo(run.counts());
  }

  @Test
  void aRunThatEndedWhileNobodyListenedIsReportedBeforeTheNextHello() throws Exception {
    Agent first = Agent.start(machine.settings(Duration.ofSeconds(2)), TestMachine.FAST);
    FakeAssignment run =
        machine.offer("a_1", TestMachine.untilTold("end") + "; echo '2 ok end' >&3");
    server.awaitFrames(run, 1);
    server.always("frames", Fault.CUT);
    machine.tell("end");
    awaitHeartbeats(10);
    first.close();
    assertThat(machine.journalFiles()).containsExactly("a_1.1.journal");
    server.always("frames", null);

    machine.startAgent();
    server.awaitReport(run);

    assertThat(run.status).isEqualTo(Status.FINISHED);
    assertThat(run.end()).isEqualTo("completed");
    assertThat(run.counts()).containsEntry("end ok", 1L).isEqualTo(run.reportedCounts());
    awaitNoJournal();
  }

  @Test
  void aJournalThatNobodyWantsAnyMoreIsDeleted() throws Exception {
    Agent first = Agent.start(machine.settings(Duration.ZERO), TestMachine.FAST);
    FakeAssignment run = machine.offer("a_1", "echo '1 ok /' >&3; sleep 600");
    server.awaitFrames(run, 1);
    server.always("frames", Fault.CUT);
    awaitHeartbeats(10);
    first.close();
    assertThat(machine.journalFiles()).hasSize(1);
    server.change(it -> run.epoch = 9);
    server.always("frames", null);
    machine.startAgent();
    awaitNoJournal();

    assertThat(run.report).isNull();
  }

  @Test
  void aDroppedRunStillDeliversWhatItMeasured() throws Exception {
    TestMachine.Marked load = new TestMachine.Marked();
    server.always("frames", Fault.CUT);
    machine.startAgent();
    FakeAssignment run = machine.offer("a_1", load.script());
    server.awaitFaulty("frames", 1);
    server.change(it -> run.status = Status.LOST);
    load.awaitGone();
    server.always("frames", null);
    awaitNoJournal();

    assertThat(run.counts()).isEqualTo(Map.of("GET / ok", 1L));
    assertThat(run.report).isNull();
  }

  @Test
  void aSecondAgentOnTheSameDirectoryIsRefused() {
    machine.startAgent();

    assertThatThrownBy(() -> Agent.start(machine.settings(Duration.ZERO)))
        .isInstanceOf(DirectoryInUse.class);
  }
}
