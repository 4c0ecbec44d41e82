package ru.perfscale.adapters.http.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.http.AgentScript;
import ru.perfscale.adapters.http.Answer;
import ru.perfscale.adapters.http.HttpSettings;
import ru.perfscale.adapters.http.TestServer;
import ru.perfscale.adapters.http.exchange.Rejected;

class AgentLimitTest {
  @Test
  void whoComesWhileAllTurnsAreTakenWaitsForOne() throws Exception {
    AgentLimit limit = new AgentLimit(1);
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread first = Thread.ofVirtual().start(() -> limit.run(() -> hold(taken, end)));
    taken.await();
    CompletableFuture<String> second = new CompletableFuture<>();

    Thread.ofVirtual().start(() -> second.complete(limit.call(() -> "done")));

    assertThat(second).isNotDone();
    end.countDown();
    assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("done");
    first.join();
  }

  @Test
  void whoseTurnDoesNotComeIsRefusedAndTheTurnIsNotLost() throws Exception {
    AgentLimit limit = new AgentLimit(1, Duration.ofMillis(1));
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread first = Thread.ofVirtual().start(() -> limit.run(() -> hold(taken, end)));
    taken.await();

    assertThatThrownBy(() -> limit.call(() -> "done"))
        .isInstanceOf(Rejected.class)
        .hasMessage("Too many agents ask at once; try again later");

    end.countDown();
    first.join();
    assertThat(limit.<String>call(() -> "done")).isEqualTo("done");
  }

  @Test
  void aFaultGivesTheTurnBack() {
    AgentLimit limit = new AgentLimit(1, Duration.ofMillis(1));

    assertThatThrownBy(
            () ->
                limit.run(
                    () -> {
                      throw new IllegalStateException("on purpose");
                    }))
        .hasMessage("on purpose");

    assertThat(limit.<String>call(() -> "done")).isEqualTo("done");
  }

  @Test
  void aPollThatWaitsTakesNoTurn() throws Exception {
    HttpSettings one = new HttpSettings(Set.of(), Duration.ofSeconds(30)).withAgents(1);
    try (TestServer server = TestServer.start(one, new PollHub(), List.of())) {
      AgentScript waits = AgentScript.hello(server, TestServer.DEMO, "worker-01");
      AgentScript other = AgentScript.hello(server, TestServer.DEMO, "worker-02");
      CompletableFuture<Answer> poll =
          waits.client.postLater("/agent/v1/poll", "{\"boot\": \"b1\"}");

      other.client.post("/agent/v1/heartbeat", "{\"boot\": \"b1\"}").has(204);
      waits.client.post("/agent/v1/heartbeat", "{\"boot\": \"b1\"}").has(204);

      assertThat(poll).isNotDone();
      server.polls.close();
      poll.get(10, TimeUnit.SECONDS).has(200);
    }
  }

  private static void hold(CountDownLatch taken, CountDownLatch end) {
    taken.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
