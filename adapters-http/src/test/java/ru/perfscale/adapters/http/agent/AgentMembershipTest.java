package ru.perfscale.adapters.http.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.http.AgentScript;
import ru.perfscale.adapters.http.ApiClient;
import ru.perfscale.adapters.http.TestServer;
import ru.perfscale.application.audit.AuditEntry.Action;

class AgentMembershipTest {
  private TestServer server;
  private ApiClient member;
  private AgentScript agent;

  @BeforeEach
  void start() {
    server = TestServer.start();
    member = server.as("member");
    agent = AgentScript.hello(server, TestServer.DEMO, "worker-01");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theAgentOfAMachineThatWasRemovedIsSentAway() {
    server.believesAgents.set(true);
    agent.client.post("/agent/v1/heartbeat", "{\"boot\": \"b1\"}").has(204);

    member.delete("/api/v1/machines/" + agent.machine).has(204);

    agent.client.post("/agent/v1/heartbeat", "{\"boot\": \"b1\"}").has(409);
    agent.poll().has(409);
    agent.client.post("/agent/v1/hello/", "{\"boot\": \"b1\"}").has(401);
    agent.client.post("/agent/v1/heartbeat", "{\"boot\": \"b1\"}").has(401);
  }

  @Test
  void whatAnAgentsDiskDamagedIsWrittenDownOnce() {
    String damage =
        ", \"journal_damage\": [\"a_1.4.journal is damaged at byte 7; frames after 2 are lost\"]";

    agent.hello("b1", damage).has(200);
    agent.hello("b1", damage).has(200);

    assertThat(server.memory.audit())
        .filteredOn(entry -> entry.action() == Action.JOURNAL_DAMAGED)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.actor().key()).isEqualTo("machine:" + agent.machine);
              assertThat(entry.detail().get("why")).contains("a_1.4.journal", "byte 7");
            });
  }
}
