package ru.perfscale.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.agent.FakeControlPlane.Fault;

/** How a life of the agent begins and comes to an end. */
class AgentLifeTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final TestMachine machine = new TestMachine();
  private final FakeControlPlane server = machine.server;

  AgentLifeTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    machine.close();
  }

  private JsonNode hello() {
    synchronized (server.protocol) {
      return server.protocol.hello;
    }
  }

  @Test
  void aLifeTellsWhichProtocolItSpeaksAndWhichVersionsOfToolsThereAre() {
    machine.toolbox.installable.put("k6", "2.2.0");
    machine.startAgent();
    server.await("hello", it -> it.hello != null);

    assertThat(hello().get("protocol").asInt()).isEqualTo(1);
    assertThat(hello().get("versions").toString()).isEqualTo("{\"k6\":\"2.2.0\"}");
    assertThat(hello().get("replaces")).isEmpty();
  }

  @Test
  void aLaterLifeOfTheSameAgentReplacesTheEarlierOne() {
    machine.startAgent();
    server.await("hello", it -> it.boots.size() == 1);
    server.change(it -> it.boot = "somebody else");
    server.await("second hello", it -> it.boots.size() == 2);

    assertThat(hello().get("replaces"))
        .extracting(JsonNode::asText)
        .containsExactly(server.protocol.boots.getFirst());
  }

  @Test
  void anAgentThatIsRefusedAsksAgainUnderTheSameName() {
    server.next("hello", Fault.REFUSED, Fault.REFUSED);
    Agent agent = machine.startAgent();
    server.awaitReport(machine.offer("a_1", "true"));

    assertThat(agent.isServing()).isTrue();
    assertThat(server.protocol.boots).hasSize(1);
    assertThat(hello().get("replaces")).isEmpty();
  }

  @Test
  void aDrainedAgentEndsWhatItRunsAndTakesNothingNew() throws Exception {
    Agent agent = machine.startAgent();
    FakeAssignment running = machine.offer("a_1", TestMachine.untilTold("enough"));
    server.awaitFrames(running, 1);
    assertThat(agent.awaitIdle(Duration.ofMillis(1))).isFalse();

    agent.drain();
    FakeAssignment late = machine.offer("a_2", "true");
    server.await("refusal of what came late", it -> !late.declined.isEmpty());
    boolean wasTold = server.protocol.draining;
    machine.tell("enough");
    server.awaitReport(running);

    assertThat(agent.awaitIdle(LIMIT)).isTrue();
    assertThat(running.end()).isEqualTo("completed");
    assertThat(wasTold).as("the control plane knew before the first refusal").isTrue();
    assertThat(late.declined).contains("worker-01 is about to stop");
    assertThat(late.accepts).isZero();
  }
}
