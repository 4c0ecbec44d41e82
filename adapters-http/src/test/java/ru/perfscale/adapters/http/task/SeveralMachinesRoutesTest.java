package ru.perfscale.adapters.http.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.http.AgentScript;
import ru.perfscale.adapters.http.AgentScript.Offer;
import ru.perfscale.adapters.http.Answer;
import ru.perfscale.adapters.http.ApiClient;
import ru.perfscale.adapters.http.TestServer;

/** A task on several machines, as people and agents see it. */
class SeveralMachinesRoutesTest {
  private TestServer server;
  private ApiClient member;
  private String test;

  @BeforeEach
  void start() {
    server = TestServer.start();
    member = server.as("member");
    test =
        member.post("/api/v1/tests", "{\"name\": \"n\", \"tool\": \"k6\", \"script\": \"x\"}").id();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theWordToStartComesWhenAllHaveAccepted() {
    AgentScript one = agent("worker-01");
    AgentScript other = agent("worker-02");
    String id = submit("2").has(202).id();
    Offer first = one.nextOffer();
    Offer second = other.nextOffer();

    JsonNode order = acceptWithClock(one, first).has(200).json();
    assertThat(order.path("started_at").isNull()).isTrue();
    assertThat(order.path("share").toString()).isEqualTo("{\"index\":1,\"of\":2}");
    assertThat(task(id).path("status").textValue()).isEqualTo("pending");

    assertThat(acceptWithClock(other, second).has(200).json().path("share").path("index").asInt())
        .isEqualTo(2);
    for (Map.Entry<AgentScript, Offer> each : Map.of(one, first, other, second).entrySet()) {
      JsonNode start = pollWith(each.getKey(), each.getValue()).path("starts").path(0);
      assertThat(start.path("assignment").textValue()).isEqualTo(each.getValue().assignment());
      assertThat(start.path("started_at").textValue()).isEqualTo("2025-01-15T10:05:01.250Z");
      assertThat(start.path("in_millis").asLong()).isEqualTo(1000);
    }
    assertThat(task(id).path("machine_ids")).hasSize(2);

    one.frames(first, "[" + AgentScript.frame(1, AgentScript.INTERVAL) + "]").has(200);
    other.frames(second, "[" + AgentScript.frame(1, AgentScript.INTERVAL) + "]").has(200);
    one.finish(first, "completed", 1, AgentScript.COUNTS).has(200);
    assertThat(task(id).path("status").textValue()).isEqualTo("running");
    other.finish(second, "completed", 1, AgentScript.COUNTS).has(200);

    JsonNode ended = task(id);
    assertThat(ended.path("status").textValue()).isEqualTo("passed");
    assertThat(ended.path("total_requests").asLong()).isEqualTo(460);
    assertThat(ended.path("start_spread_ms").asDouble()).isZero();
    assertThat(ended.path("machines").asInt()).isEqualTo(2);
  }

  @Test
  void aFaultOfOneIsACancelForTheOther() {
    AgentScript one = agent("worker-01");
    AgentScript other = agent("worker-02");
    String id = submit("\"all\"").has(202).id();
    Offer first = one.nextOffer();
    Offer second = other.nextOffer();
    one.accept(first).has(200);
    other.accept(second).has(200);
    one.finish(first, "script_error", 0, "[]").has(200);

    assertThat(pollWith(other, second).path("cancels").path(0).textValue())
        .isEqualTo(second.assignment());
    other.finish(second, "cancelled", 0, "[]").has(200);
    assertThat(task(id).path("reasons").toString())
        .isEqualTo("[{\"code\":\"script_error\",\"message\":\"worker-01: what the tool said\"}]");
    assertThat(task(id).path("machines").textValue()).isEqualTo("all");
  }

  @Test
  void whichMachinesIsShownAsItWasAsked() {
    String machine = agent("worker-01").machine;
    for (String asked :
        List.of(
            "7", "[\"" + machine + "\"]", "\"all\"", "{\"labels\":{\"a\":\"x\",\"b\":\"y\"}}")) {
      String id = submit(asked).has(202).id();
      assertThat(task(id).path("machines").toString()).isEqualTo(asked);
    }
    assertThat(task(submit("null").has(202).id()).path("machines").toString()).isEqualTo("1");
  }

  @Test
  void whatCannotBeMachinesIsRefusedByName() {
    String foreign = AgentScript.hello(server, TestServer.OTHER, "worker-09").machine;
    Map.of(
            "0",
            "machines: 0 must be a whole number from 1 to 1000",
            "1.5",
            "machines: 1.5 must be a whole number from 1 to 1000",
            "\"some\"",
            "machines: \"some\" must be a number of machines, a list of their ids",
            "true",
            "machines: true must be a number of machines",
            "[]",
            "machines: [] must name 1 to 1000 machines",
            "[\"x\"]",
            "machines[0]: \"x\" must be the id of a machine",
            "[\"" + foreign + "\"]",
            "machines[0]: Machine " + foreign + " does not exist",
            "{}",
            "machines.labels: is missing, must be an object",
            "{\"labels\": {\"zone\": 7}}",
            "machines.labels.zone: 7 must be text")
        .forEach((asked, message) -> submit(asked).refuses(400, "invalid_request", message));
  }

  @Test
  void theServersClockIsToldInMicroseconds() {
    assertThat(agent("worker-01").client.post("/agent/v1/clock", "{}").has(200).text())
        .isEqualTo("{\"server_time\":\"2025-01-15T10:05:00.250Z\"}");
  }

  private AgentScript agent(String hostname) {
    return AgentScript.hello(server, TestServer.DEMO, hostname);
  }

  private Answer submit(String machines) {
    return member.post(
        "/api/v1/tasks", "{\"testId\": \"%s\", \"machines\": %s}".formatted(test, machines));
  }

  private static Answer acceptWithClock(AgentScript agent, Offer offer) {
    return agent.client.post(
        offer.path("accept"),
        """
        {"boot": "b1", "epoch": %d, "clock": {"offset_nanos": 0, "error_nanos": 300000}}"""
            .formatted(offer.epoch()));
  }

  private static JsonNode pollWith(AgentScript agent, Offer offer) {
    return agent
        .client
        .post(
            "/agent/v1/poll",
            """
            {"boot": "b1", "running": [{"assignment": "%s", "epoch": %d}]}"""
                .formatted(offer.assignment(), offer.epoch()))
        .has(200)
        .json();
  }

  private JsonNode task(String id) {
    return member.get("/api/v1/tasks/" + id).has(200).json();
  }
}
