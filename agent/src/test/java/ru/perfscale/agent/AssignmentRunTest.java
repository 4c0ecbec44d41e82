package ru.perfscale.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.agent.journal.JournalDirectory;
import ru.perfscale.agent.protocol.Claim;
import ru.perfscale.agent.protocol.Contact;
import ru.perfscale.agent.protocol.ControlPlane;
import ru.perfscale.agent.protocol.Orders.Offer;

/** One assignment whose agent does nothing else: nobody polls, nobody watches its contact. */
class AssignmentRunTest {
  private static final Duration LONGER_THAN_THE_LIMIT = Duration.ofMillis(500);

  private final TestMachine machine = new TestMachine();
  private final FakeControlPlane server = machine.server;
  private final FakeAssignment share =
      machine.custom("a_1", "echo '1 ok GET /' >&3; : > \"$SHARED/begun\"");

  AssignmentRunTest() throws IOException {
    share.machines = 2;
    share.contactLimitMillis = 200;
    server.offer(share);
    server.change(it -> it.boot = "boot");
  }

  @AfterEach
  void close() throws IOException {
    machine.close();
  }

  @Test
  void aShareThatStoodStillFromItsAcceptanceToTheCommonStartDoesNotBegin()
      throws IOException, InterruptedException {
    AgentSettings settings = machine.settings(Duration.ofSeconds(30));
    try (JournalDirectory journals = JournalDirectory.open(settings.journal());
        ControlPlane controlPlane =
            new ControlPlane(settings.server(), settings.credential(), new Contact())) {
      AssignmentRun run =
          new AssignmentRun(
              new Offer(new Claim(share.id, share.epoch), "custom", 2, List.of()),
              "boot",
              controlPlane,
              journals,
              settings,
              TestMachine.FAST,
              new ServerClock(controlPlane));
      Thread thread = Threads.start("run", run::carryOut);
      server.await("the acceptance", it -> share.accepts > 0);
      while (!run.isAccepted()) {
        Thread.onSpinWait();
      }
      run.start(LONGER_THAN_THE_LIMIT);
      thread.join();
    }

    assertThat(machine.exists("begun")).isFalse();
    assertThat(share.end()).isEqualTo("contact_lost");
    assertThat(share.report.get("message").asText()).startsWith("Out of contact");
    assertThat(machine.journalFiles()).isEmpty();
  }
}
