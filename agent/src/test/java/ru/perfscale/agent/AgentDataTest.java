package ru.perfscale.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.agent.FakeControlPlane.Fault;

/** Data files of an offer, with the real engine. */
class AgentDataTest {
  private static final String LINES = "name\none\ntwo\nthree\nfour\n";

  private final TestMachine machine = new TestMachine();
  private final FakeControlPlane server = machine.server;
  private final FakeAssignment run =
      machine.custom("a_1", "while read -r line; do echo \"1 ok $line\" >&3; done < lib/users.csv");

  AgentDataTest() throws IOException {
    run.data.put("lib/users.csv", LINES);
  }

  @AfterEach
  void close() throws IOException {
    machine.close();
  }

  @Test
  void theScriptReadsItsFilesAndTheAgentKeepsNothingOfThem() throws IOException {
    machine.startAgent();
    server.next("data", Fault.CUT, Fault.HOLD, Fault.LOST_ANSWER, Fault.PROXY_PAGE);
    server.awaitReport(server.offer(run));

    assertThat(run.end()).isEqualTo("completed");
    assertThat(run.counts().keySet())
        .containsExactlyInAnyOrder("name ok", "one ok", "two ok", "three ok", "four ok");
    assertThat(machine.keptData()).isEmpty();
  }

  @Test
  void aShareGetsItsLinesOfADividedFile() {
    run.split = "divided_after_header";
    run.machines = 3;
    run.startNanoTime = System.nanoTime();
    machine.startAgent();
    server.awaitReport(server.offer(run));

    assertThat(run.counts().keySet()).containsExactlyInAnyOrder("name ok", "two ok");
  }

  @Test
  void aFileThatIsNotWhatItShouldBeStartsNothing() {
    run.sha256 = "0".repeat(64);
    machine.startAgent();
    server.awaitReport(server.offer(run));

    assertThat(run.end()).isEqualTo("start_failed");
    assertThat(run.report.get("message").asText())
        .isEqualTo(
            "The data file 'lib/users.csv' did not get to worker-01: it is not the one that the"
                + " test had when the task was submitted");
  }

  @Test
  void aFileThatIsRefusedStartsNothing() {
    server.always("data", Fault.REFUSED);
    machine.startAgent();
    server.awaitReport(server.offer(run));

    assertThat(run.end()).isEqualTo("start_failed");
    assertThat(run.report.get("message").asText()).contains("lib/users.csv", "status 400");
  }

  @Test
  void whatAnEarlierLifeLeftIsDeleted() throws IOException {
    machine.leaveData("a_0.1");
    assertThat(machine.keptData()).isEqualTo(List.of("a_0.1"));
    machine.startAgent();

    assertThat(machine.keptData()).isEmpty();
  }
}
