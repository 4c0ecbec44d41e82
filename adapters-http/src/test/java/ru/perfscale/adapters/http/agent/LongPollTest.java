package ru.perfscale.adapters.http.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.adapters.http.AgentScript;
import ru.perfscale.adapters.http.Answer;
import ru.perfscale.adapters.http.ApiClient;
import ru.perfscale.adapters.http.HttpSettings;
import ru.perfscale.adapters.http.TestServer;
import ru.perfscale.application.StorageUnavailable;

class LongPollTest {
  private static final String POLL = "{\"boot\": \"b1\"}";
  private static final String NO_NEWS = "{\"offers\":[],\"starts\":[],\"cancels\":[],\"drops\":[]}";

  @TempDir private Path folder;
  private TestServer server;
  private ApiClient member;

  @BeforeEach
  void start() {
    // Looks again only when woken, so that nothing but a wake can be what answers early.
    server =
        TestServer.start(
            HttpSettings.DEFAULT,
            new PollHub(Duration.ofSeconds(25), Duration.ofSeconds(20)),
            List.of());
    member = server.as("member");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void submit() {
    String test =
        member.post("/api/v1/tests", "{\"name\": \"n\", \"tool\": \"k6\", \"script\": \"x\"}").id();
    member.post("/api/v1/tasks", "{\"testId\": \"" + test + "\"}").has(202);
  }

  private CompletableFuture<Answer> poll(AgentScript agent) {
    return agent.client.postLater("/agent/v1/poll", POLL);
  }

  private void awaitWaiting(int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (server.polls.waiting() < count && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(server.polls.waiting()).isEqualTo(count);
  }

  @Test
  void aWaitingPollIsAnsweredAsSoonAsThereIsNews() throws Exception {
    AgentScript agent = AgentScript.hello(server, TestServer.DEMO, "worker-01");
    submitAndTake(agent);
    CompletableFuture<Answer> poll = poll(agent);
    awaitWaiting(1);

    long before = System.nanoTime();
    submit();
    Answer answer = poll.get(10, TimeUnit.SECONDS).has(200);
    Duration took = Duration.ofNanos(System.nanoTime() - before);

    assertThat(answer.json().path("offers")).hasSize(1);
    assertThat(took).isLessThan(Duration.ofSeconds(2));
  }

  /** Runs everything that the first time needs, so that the measured one does not. */
  private void submitAndTake(AgentScript agent) {
    submit();
    AgentScript.Offer offer = agent.start();
    agent.finish(offer, "completed", 0, "[]").has(200);
  }

  @Test
  void aHundredWaitingPollsHoldNoThread() throws Exception {
    List<CompletableFuture<Answer>> polls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      polls.add(poll(AgentScript.hello(server, TestServer.DEMO, "worker-" + i)));
    }
    awaitWaiting(100);

    assertThat(threadsInside("ru.perfscale.adapters.http.agent")).isZero();
    member.get("/api/v1/tasks").has(200);

    server.polls.close();
    for (CompletableFuture<Answer> poll : polls) {
      assertThat(poll.get(10, TimeUnit.SECONDS).has(200).text()).isEqualTo(NO_NEWS);
    }
  }

  /** Stacks of all threads, virtual ones too, that are inside a package; ours is not. */
  private long threadsInside(String name) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    long inside = Long.MAX_VALUE;
    // The last of the polls may just be leaving its thread.
    for (int i = 0; inside > 0 && System.nanoTime() < deadline; i++) {
      Path dump = folder.resolve("threads-" + i);
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
      inside =
          Files.readString(dump)
              .lines()
              .filter(line -> line.contains(name) && !line.contains("LongPollTest"))
              .count();
    }
    return inside;
  }

  @Test
  void aNewerPollOfAMachineTakesThePlaceOfTheOlder() throws Exception {
    AgentScript agent = AgentScript.hello(server, TestServer.DEMO, "worker-01");
    CompletableFuture<Answer> older = poll(agent);
    awaitWaiting(1);

    CompletableFuture<Answer> newer = poll(agent);

    assertThat(older.get(10, TimeUnit.SECONDS).has(200).text()).isEqualTo(NO_NEWS);
    assertThat(newer).isNotDone();
  }

  @Test
  void theWaitingPollOfAnEarlierLifeLearnsNothing() throws Exception {
    AgentScript agent = AgentScript.hello(server, TestServer.DEMO, "worker-01");
    CompletableFuture<Answer> poll = poll(agent);
    awaitWaiting(1);

    agent.helloInsteadOf("b1", "b2").has(200);

    assertThat(poll.get(10, TimeUnit.SECONDS).has(200).text()).isEqualTo(NO_NEWS);
    assertThat(server.polls.waiting()).isZero();
  }

  @Test
  void aPollThatCannotLookIsToldToComeLater() throws Exception {
    AgentScript agent = AgentScript.hello(server, TestServer.DEMO, "worker-01");
    CompletableFuture<Answer> poll = poll(agent);
    awaitWaiting(1);

    server.memory.faults.breakWith(() -> new StorageUnavailable(new RuntimeException("gone")));
    server.polls.wake(new ru.perfscale.domain.machine.MachineId(agent.machine));

    poll.get(10, TimeUnit.SECONDS).refuses(503, "unavailable", "The database is not available");
  }
}
