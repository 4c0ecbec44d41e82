package ru.perfscale.adapters.http.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.http.AgentScript;
import ru.perfscale.adapters.http.AgentScript.Offer;
import ru.perfscale.adapters.http.Answer;
import ru.perfscale.adapters.http.ApiClient;
import ru.perfscale.adapters.http.TestServer;
import ru.perfscale.application.audit.AuditEntry.Action;
import ru.perfscale.domain.task.AssignmentId;

class AgentRoutesTest {
  private TestServer server;
  private ApiClient member;
  private AgentScript agent;
  private String test;

  @BeforeEach
  void start() {
    server = TestServer.start();
    member = server.as("member");
    agent = AgentScript.hello(server, TestServer.DEMO, "worker-01");
    test =
        member
            .post(
                "/api/v1/tests",
                """
                {"name": "n", "tool": "k6", "script": "the script", "users": 3,
                 "duration": "90s"}""")
            .id();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String submit() {
    return member.post("/api/v1/tasks", "{\"testId\": \"" + test + "\"}").has(202).id();
  }

  private String taskText(String id) {
    return member.get("/api/v1/tasks/" + id).has(200).text();
  }

  private Offer runningTask() {
    submit();
    return agent.start();
  }

  @Nested
  class Presence {
    @Test
    void helloTellsTheAgentWhoItIsAndTheServersTime() {
      assertThat(agent.helloInsteadOf("b1", "b2").has(200).text())
          .isEqualTo(
              "{\"machine_id\":\"%s\",\"server_time\":\"2025-01-15T10:05:00.250Z\"}"
                  .formatted(agent.machine));
      assertThat(member.get("/api/v1/machines/" + agent.machine).text())
          .contains("\"status\":\"online\"");
    }

    @Test
    void whatAnAgentTellsOfItsHostAndItsToolsIsShown() {
      agent
          .hello(
              "b1",
              """
              , "versions": {"k6": "2.2.0", "jmeter": "5.6.3", "some-future-tool": null},
               "facts": {"hostname": "other.name", "ip_address": "10.0.0.7", "os": "linux",
                         "arch": "aarch64", "cpu_cores": 16, "memory_gb": 31.2}""")
          .has(200);

      assertThat(member.get("/api/v1/machines/" + agent.machine).text())
          .contains("\"hostname\":\"worker-01\",\"ip_address\":\"10.0.0.7\"")
          .contains("\"arch\":\"arm64\",\"cpu_cores\":16,\"memory_gb\":31.2,")
          .contains(
              "\"tools\":[{\"name\":\"k6\",\"version\":\"2.2.0\",\"installed\":true},"
                  + "{\"name\":\"jmeter\",\"version\":\"5.6.3\",\"installed\":false}]")
          .contains("\"agent_version\":\"0.1.0\"");
    }

    @Test
    void aSecondAgentIsRefusedWhileTheFirstIsInContactAndThatIsWrittenDownOnce() {
      Offer running = runningTask();

      for (int i = 0; i < 3; i++) {
        agent
            .hello("b2")
            .refuses(409, "conflict", "Another agent with the same credential serves this machine");
      }

      agent.client.post("/agent/v1/heartbeat", "{\"boot\": \"b1\"}").has(204);
      agent.frames(running, "[" + AgentScript.frame(1, "") + "]").has(200);
      assertThat(server.memory.audit())
          .filteredOn(entry -> entry.action() == Action.AGENT_REFUSED)
          .singleElement()
          .satisfies(
              entry -> {
                assertThat(entry.actor().key()).isEqualTo("machine:" + agent.machine);
                assertThat(entry.detail()).containsEntry("boot", "b2").containsKey("address");
              });
    }

    @Test
    void aSecondAgentTakesOverWhenTheFirstIsNotHeardAnyMore() {
      server.memory.silence(agent.machine);

      agent.hello("b2").has(200);

      agent.client.post("/agent/v1/heartbeat", "{\"boot\": \"b1\"}").has(409);
      agent.hello("b1").has(409);
    }

    @Test
    void anAgentOfAnotherProtocolIsRefusedAndThatIsWrittenDown() {
      agent
          .hello("b2", ", \"protocol\": 2")
          .refuses(400, "invalid_request", "protocol: 2 is not spoken here");

      agent.client.post("/agent/v1/heartbeat", "{\"boot\": \"b1\"}").has(204);
      assertThat(server.memory.audit())
          .filteredOn(entry -> entry.action() == Action.AGENT_REFUSED)
          .singleElement()
          .satisfies(entry -> assertThat(entry.detail().get("why")).contains("protocol: 2"));
    }

    @Test
    void anAgentThatIsAboutToStopGetsNothingNewUntilItsNextLife() {
      agent.client.post("/agent/v1/heartbeat", "{\"boot\": \"b1\", \"draining\": true}").has(204);

      String task = submit();
      assertThat(taskText(task)).contains("\"pending_reason\":\"no machine is online\"");
      assertThat(member.get("/api/v1/machines/" + agent.machine).text())
          .contains("\"status\":\"maintenance\"", "\"maintenance\":false");

      agent.helloInsteadOf("b1", "b2").has(200);
      assertThat(member.get("/api/v1/machines/" + agent.machine).text())
          .contains("\"status\":\"busy\"");
    }

    @Test
    void anEarlierLifeIsToldToSayHelloAgain() {
      agent.client.post("/agent/v1/heartbeat", "{\"boot\": \"b1\"}").has(204);
      agent.helloInsteadOf("b1", "b2").has(200);

      agent
          .client
          .post("/agent/v1/heartbeat", "{\"boot\": \"b1\"}")
          .refuses(409, "conflict", "Another agent serves this machine since");
      agent.poll().has(409);
    }

    @Test
    void whatIsWrongInAPollIsNamed() {
      agent
          .client
          .post(
              "/agent/v1/poll",
              "{\"boot\": \"\", \"running\": [{\"assignment\": \"a_1\", \"epoch\": 0}, 7]}")
          .refuses(
              400,
              "invalid_request",
              "boot: \"\" must be text of 1 to 64 characters; "
                  + "running[0].assignment: \"a_1\" must be the id of an assignment; "
                  + "running[0].epoch: 0 must be a whole number from 1 to 9223372036854775807; "
                  + "running[1]: 7 must be an object");
    }

    @Test
    void aRunThatIsNotTheAgentsIsDropped() {
      String foreign = AssignmentId.next().value();

      String orders =
          agent
              .client
              .post(
                  "/agent/v1/poll",
                  """
                  {"boot": "b1", "running": [{"assignment": "%s", "epoch": 1}]}"""
                      .formatted(foreign))
              .has(200)
              .text();

      assertThat(orders)
          .isEqualTo(
              "{\"offers\":[],\"starts\":[],\"cancels\":[],\"drops\":[\"" + foreign + "\"]}");
    }

    @Test
    void aCancelReachesTheAgentInItsPoll() {
      String task = submit();
      Offer offer = agent.start();
      member.delete("/api/v1/tasks/" + task).has(204);

      assertThat(
              agent
                  .client
                  .post(
                      "/agent/v1/poll",
                      """
                      {"boot": "b1", "running": [{"assignment": "%s", "epoch": %d}]}"""
                          .formatted(offer.assignment(), offer.epoch()))
                  .text())
          .isEqualTo(
              "{\"offers\":[],\"starts\":[],\"cancels\":[\""
                  + offer.assignment()
                  + "\"],\"drops\":[]}");
    }
  }

  @Nested
  class Offers {
    @Test
    void anAcceptedOfferIsTheOrderToRunAndMayBeAskedForAgain() {
      String task = submit();
      Offer offer = agent.nextOffer();

      Answer order = agent.accept(offer).has(200);

      assertThat(order.text())
          .isEqualTo(
              ("{\"task_id\":\"%s\",\"tool\":\"k6\",\"script\":\"the script\",\"users\":3,"
                      + "\"duration_ms\":90000,\"environment\":{},\"time_limit_ms\":86400000,"
                      + "\"contact_limit_ms\":60000,\"started_at\":\"2025-01-15T10:05:00.250Z\","
                      + "\"share\":{\"index\":1,\"of\":1}}")
                  .formatted(task));
      assertThat(agent.accept(offer).has(200).text()).isEqualTo(order.text());
    }

    @Test
    void whileAnAgentPreparesTheTaskSaysSo() {
      String task = submit();
      Offer offer = agent.nextOffer();

      agent
          .client
          .post(
              offer.path("preparing"),
              "{\"epoch\": 1, \"message\": \"installing k6 2.2.0 on worker-01\\u0000\"}")
          .has(204);

      assertThat(taskText(task))
          .contains("\"status\":\"pending\"")
          .contains("\"pending_reason\":\"installing k6 2.2.0 on worker-01\ufffd\"");
    }

    @Test
    void aDeclinedOfferGoesBackAndTheTaskSaysWhy() {
      String task = submit();
      Offer offer = agent.nextOffer();

      agent
          .client
          .post(offer.path("decline"), "{\"epoch\": 1, \"message\": \"no disk left\"}")
          .has(204);

      assertThat(taskText(task)).contains("\"pending_reason\":\"no disk left\"");
      agent.accept(offer).refuses(409, "conflict", "Assignment " + offer.assignment());
    }

    @Test
    void anOfferUnderAnotherEpochOrToAnotherMachineDoesNotStand() {
      submit();
      Offer offer = agent.nextOffer();
      AgentScript otherAgent = AgentScript.hello(server, TestServer.DEMO, "worker-02");
      AgentScript foreigner = AgentScript.hello(server, TestServer.OTHER, "worker-01");

      agent.accept(new Offer(offer.assignment(), 7)).has(409);
      otherAgent.accept(offer).has(409);
      foreigner.accept(offer).refuses(404, "not_found", "Assignment " + offer.assignment());
      agent.accept(new Offer("a_1", 1)).refuses(404, "not_found", "Assignment a_1 does not exist");
    }

    @Test
    void anEarlierLifeCannotAcceptWhatIsOfferedToTheLater() {
      submit();
      agent.helloInsteadOf("b1", "b2").has(200);
      Offer offer =
          new Offer(
              agent
                  .client
                  .post("/agent/v1/poll", "{\"boot\": \"b2\"}")
                  .json()
                  .at("/offers/0/assignment")
                  .textValue(),
              1);

      agent.accept(offer).refuses(409, "conflict", "Another agent serves this machine since");
    }
  }
}
