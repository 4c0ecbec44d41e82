package ru.perfscale.adapters.http.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.http.AgentScript;
import ru.perfscale.adapters.http.AgentScript.Offer;
import ru.perfscale.adapters.http.Answer;
import ru.perfscale.adapters.http.ApiClient;
import ru.perfscale.adapters.http.TestServer;
import ru.perfscale.application.audit.AuditEntry.Action;

class TaskRoutesTest {
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

  private Answer submit() {
    return member.post("/api/v1/tasks", "{\"testId\": \"" + test + "\"}").has(202);
  }

  private JsonNode task(String id) {
    return member.get("/api/v1/tasks/" + id).has(200).json();
  }

  @Test
  void aSubmittedTaskIsPendingWithoutFigures() {
    Answer submitted = submit();

    assertThat(submitted.header("Location")).isEqualTo("/api/v1/tasks/" + submitted.id());
    assertThat(submitted.text())
        .isEqualTo(
            ("{\"id\":\"%s\",\"test_id\":\"%s\",\"status\":\"pending\",\"p50\":null,\"p95\":null,"
                    + "\"p99\":null,\"error_rate\":null,\"requests_per_sec\":null,"
                    + "\"total_requests\":0,\"started_at\":null,\"finished_at\":null,"
                    + "\"created_at\":\"2025-01-15T10:05:00.250Z\",\"created_by\":\"member\","
                    + "\"tool\":\"k6\",\"machine_ids\":[],\"pinned\":false,\"time_limit\":\"24h\",\"contact_limit\":\"1m\",\"data_files\":[],"
                    + "\"pending_reason\":null,\"contact\":null,\"contact_lost_since\":null,"
                    + "\"cancel_requested_at\":null,\"reasons\":[],\"log_tail\":null,"
                    + "\"coverage\":null,\"validity\":null,\"latency\":null,"
                    + "\"machines\":1,\"queue_position\":null,\"start_spread_ms\":null,"
                    + "\"validity_reasons\":[],\"warnings\":[],\"labels_complete\":null,"
                    + "\"tool_criteria\":[],\"stop_report\":[],\"health\":[],\"gaps\":[]}")
                .formatted(submitted.id(), test));
    assertThat(task(submitted.id()).path("pending_reason").textValue())
        .isEqualTo("no machine is registered");
  }

  @Test
  void theTestIsNamedInEitherSpelling() {
    member.post("/api/v1/tasks", "{\"test_id\": \"" + test + "\"}").has(202);
    member
        .post("/api/v1/tasks", "{\"test_id\": \"%s\", \"testId\": \"%s\"}".formatted(test, test))
        .has(202);
    member
        .post("/api/v1/tasks", "{\"test_id\": \"t_1\", \"testId\": \"%s\"}".formatted(test))
        .refuses(400, "invalid_request", "test_id: \"t_1\" must be the same as testId");
  }

  @Test
  void aTaskNeedsATestThatExists() {
    member
        .post("/api/v1/tasks", "{}")
        .refuses(400, "invalid_request", "testId: is missing, must be the id of a test");
    member
        .post("/api/v1/tasks", "{\"testId\": 7}")
        .refuses(400, "invalid_request", "testId: 7 must be the id of a test");
    member
        .post("/api/v1/tasks", "{\"testId\": \"t_99\"}")
        .refuses(404, "not_found", "Test t_99 does not exist");
  }

  @Test
  void whateverCanBeNoIdIsTheIdOfNoTest() {
    for (String malformed : List.of("", " ", "zzz\\u0000", "../tests", "\\ud800")) {
      member
          .post("/api/v1/tasks", "{\"testId\": \"" + malformed + "\"}")
          .refuses(404, "not_found", "Test ");
    }
  }

  @Test
  void anArchivedTestIsNotRun() {
    member.patch("/api/v1/tests/" + test, "{\"status\": \"archived\"}").has(200);

    member
        .post("/api/v1/tasks", "{\"testId\": \"" + test + "\"}")
        .refuses(409, "conflict", "Test " + test + " is archived");
  }

  @Test
  void aRunShowsItsFiguresAndEndsWithAVerdict() {
    AgentScript agent = AgentScript.hello(server, TestServer.DEMO, "worker-01");
    String id = submit().id();
    Offer offer = agent.start();
    assertThat(task(id).toString())
        .contains("\"status\":\"running\"", "\"contact\":\"ok\"", "\"total_requests\":0")
        .contains("\"machine_ids\":[\"" + agent.machine + "\"]")
        .contains("\"started_at\":\"2025-01-15T10:05:00.250Z\"");

    agent.frames(offer, "[" + AgentScript.frame(1, AgentScript.INTERVAL) + "]").has(200);
    assertThat(member.get("/api/v1/tasks/" + id).text())
        .contains("\"p50\":142,\"p95\":490,\"p99\":490,\"error_rate\":0,\"requests_per_sec\":230,")
        .contains("\"total_requests\":230", "\"finished_at\":null");

    agent.finish(offer, "completed", 1, AgentScript.COUNTS).has(200);
    assertThat(member.get("/api/v1/tasks/" + id).text())
        .contains("\"status\":\"passed\"", "\"contact\":null", "\"reasons\":[]")
        .contains("\"finished_at\":\"2025-01-15T10:05:00.250Z\"")
        .contains("\"log_tail\":\"the last line\",\"coverage\":1,\"validity\":null")
        .contains(
            "\"latency\":{\"meaning\":\"from request to last byte\",\"resolution_ms\":0.001}");
  }

  @Test
  void aRunThatDidNotPassSaysWhy() {
    AgentScript agent = AgentScript.hello(server, TestServer.DEMO, "worker-01");
    String id = submit().id();
    Offer offer = agent.start();

    agent.finish(offer, "script_error", 0, "[]").has(200);

    assertThat(member.get("/api/v1/tasks/" + id).text())
        .contains("\"status\":\"failed\"")
        .contains("\"reasons\":[{\"code\":\"script_error\",\"message\":\"what the tool said\"}]");
  }

  @Test
  void aPendingTaskIsCancelledAtOnceAndOnlyOnce() {
    String id = submit().id();

    member.delete("/api/v1/tasks/" + id).has(204);

    assertThat(task(id).path("status").textValue()).isEqualTo("cancelled");
    member
        .delete("/api/v1/tasks/" + id)
        .refuses(409, "conflict", "Task " + id + " has ended as cancelled");
  }

  @Test
  void aRunningTaskIsMarkedAndMayBeCancelledAgain() {
    AgentScript agent = AgentScript.hello(server, TestServer.DEMO, "worker-01");
    String id = submit().id();
    Offer offer = agent.start();

    member.delete("/api/v1/tasks/" + id).has(204);
    member.delete("/api/v1/tasks/" + id).has(204);
    assertThat(task(id).toString())
        .contains("\"status\":\"running\"")
        .contains("\"cancel_requested_at\":\"2025-01-15T10:05:00.250Z\"");

    agent.finish(offer, "cancelled", 0, "[]").has(200);
    assertThat(task(id).path("status").textValue()).isEqualTo("cancelled");
  }

  @Test
  void aTaskIsPinnedAndLetGo() {
    String path = "/api/v1/tasks/" + submit().id();

    assertThat(member.patch(path, "{\"pinned\": true}").has(200).json().path("pinned").asBoolean())
        .isTrue();
    assertThat(member.get(path).json().path("pinned").asBoolean()).isTrue();
    member.patch(path, "{\"pinned\": false}").has(200);
    assertThat(member.get(path).json().path("pinned").asBoolean()).isFalse();
    member
        .patch(path, "{\"pinned\": 1}")
        .refuses(400, "invalid_request", "pinned: 1 must be true or false");
    member
        .patch(path, "{}")
        .refuses(400, "invalid_request", "pinned: is missing, must be true or false");
  }

  @Test
  void whoSubmittedAndWhoCancelledATaskIsWrittenDownOnce() {
    AgentScript agent = AgentScript.hello(server, TestServer.DEMO, "worker-01");
    String id = submit().id();
    agent.start();
    server.as("viewer").delete("/api/v1/tasks/" + id).has(403);
    member.delete("/api/v1/tasks/" + id).has(204);
    member.delete("/api/v1/tasks/" + id).has(204);

    assertThat(server.memory.audit())
        .allSatisfy(entry -> assertThat(entry.subject()).isEqualTo(id))
        .allSatisfy(entry -> assertThat(entry.actor().key()).isEqualTo("person:sub-member"))
        .extracting(entry -> entry.action())
        .containsExactly(Action.TASK_SUBMITTED, Action.TASK_CANCELLED);
  }

  @Test
  void tasksAreListedTheNewestFirst() {
    String first = submit().id();
    String second = submit().id();

    JsonNode list = member.get("/api/v1/tasks").has(200).json();

    assertThat(list.findValuesAsText("id")).containsExactly(second, first);
    assertThat(list.get(0)).isEqualTo(task(second));
  }

  @Test
  void anUnknownTaskIsNamedInTheAnswer() {
    member.get("/api/v1/tasks/task_99").refuses(404, "not_found", "Task task_99 does not exist");
    member.delete("/api/v1/tasks/task_99").has(404);
  }
}
