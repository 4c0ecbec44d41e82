package ru.perfscale.adapters.http.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.http.AgentScript;
import ru.perfscale.adapters.http.AgentScript.Offer;
import ru.perfscale.adapters.http.Answer;
import ru.perfscale.adapters.http.ApiClient;
import ru.perfscale.adapters.http.TestServer;

/** What an agent tells of how far its figures go, be it hostile. */
class EvidenceTest {
  private static final String HEALTH =
      """
      {"tool_cores": 1.5, "machine_cpu": 0.97, "steal": 0, "tool_memory_bytes": 1024,
       "available_memory_bytes": 2048, "run_queue": 7, "stall_millis": 700,
       "backlog_bytes": 65536}""";

  private static final String CRITERION =
      """
      {"name": "http_reqs count<1", "passed": true, "message": "held here", "kind": "http",
       "label": null, "outcome": null, "figure": "count", "comparator": "<", "limit": "1"}""";

  private TestServer server;
  private ApiClient member;
  private AgentScript agent;
  private Offer offer;
  private String task;

  @BeforeEach
  void start() {
    server = TestServer.start();
    member = server.as("member");
    agent = AgentScript.hello(server, TestServer.DEMO, "worker-01");
    String test =
        member.post("/api/v1/tests", "{\"name\": \"n\", \"tool\": \"k6\", \"script\": \"x\"}").id();
    task = member.post("/api/v1/tasks", "{\"testId\": \"" + test + "\"}").has(202).id();
    offer = agent.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer finish(String evidence) {
    return agent.client.post(
        offer.path("finish"),
        """
        {"epoch": 1, "end": "completed", "message": "", "judges_errors": false,
         "latency": {"meaning": "m", "resolution_nanos": 1}, "last_seq": 0, "counts": %s,
         "log_tail": "", %s}"""
            .formatted(
                taskText().contains("\"total_requests\":0") ? "[]" : AgentScript.COUNTS, evidence));
  }

  private Answer frame(String fields) {
    return agent.frames(
        offer,
        "[{\"seq\": 1, \"second\": 0, \"late\": 0, \"skewed\": 0, %s, \"intervals\": []}]"
            .formatted(fields));
  }

  private String taskText() {
    return member.get("/api/v1/tasks/" + task).has(200).text();
  }

  @Test
  void everyWrongFieldOfAnEvidenceIsNamed() {
    finish(
            """
            "warnings": [7], "labels_complete": "yes", "malformed": -1, "clamped": 1.5,
            "tool_criteria": [{"name": "x", "kind": "tcp", "outcome": "maybe", "figure": "p0",
              "comparator": "!=", "limit": 1, "label": "%s"}],
            "stop": {"means": "DROP TABLE", "asked_at": "yesterday", "load_ended_at":
              "1999-12-31T23:59:59Z", "killed": -1},
            "health": {"seconds": 0}"""
                .formatted("ü".repeat(129)))
        .refuses(
            400,
            "invalid_request",
            "warnings[0]: 7 must be text; "
                + "tool_criteria[0].kind: \"tcp\" must be one of http, grpc, ws, browser, custom; "
                + "tool_criteria[0].label: \""
                + "ü".repeat(99)
                + "… must be text of at most 256 bytes; "
                + "tool_criteria[0].outcome: \"maybe\" must be one of ok, error; "
                + "tool_criteria[0].figure: \"p0\" must be a percentile such as p99.9, or one of"
                + " min, mean, max, error_rate, rps, count, errors; "
                + "tool_criteria[0].comparator: \"!=\" must be one of <, <=, >, >=, ==; "
                + "tool_criteria[0].limit: 1 must be a number as text, of at most 18 digits and"
                + " 12 decimals; "
                + "labels_complete: \"yes\" must be true or false; "
                + "malformed: -1 must be a whole number from 0 to 9223372036854775807; "
                + "clamped: 1.5 must be a whole number from 0 to 9223372036854775807; "
                + "stop.means: \"DROP TABLE\" must be a word such as pid_namespace; "
                + "stop.asked_at: \"yesterday\" must be an instant such as"
                + " 2025-01-15T10:05:00Z; "
                + "stop.load_ended_at: \"1999-12-31T23:59:59Z\" must be an instant");
  }

  @Test
  void anEvidenceHasBounds() {
    finish("\"warnings\": [" + String.join(",", Collections.nCopies(51, "\"w\"")) + "]")
        .refuses(400, "invalid_request", "warnings: has 51 elements, must have at most 50");
    finish("\"tool_criteria\": [" + String.join(",", Collections.nCopies(1_001, CRITERION)) + "]")
        .refuses(400, "invalid_request", "tool_criteria: has 1001 elements");
    finish("\"tool_criteria\": [" + CRITERION.replace("\"1\"", "\"" + "9".repeat(19) + "\"") + "]")
        .refuses(400, "invalid_request", "tool_criteria[0].limit: ");
    finish("\"health\": {\"seconds\": 1, " + HEALTH.substring(1).replace("0.97", "1.01"))
        .refuses(400, "invalid_request", "health.machine_cpu: 1.01 must be a number from 0 to 1");
    finish("\"health\": {\"seconds\": 1, " + HEALTH.substring(1).replace("0.97", "1e999999999"))
        .refuses(400, "invalid_request", "health.machine_cpu: ");
  }

  @Test
  void whatIsWrongWithTheHealthOfAFrameIsNamed() {
    frame("\"health\": {\"machine_cpu\": \"NaN\", \"steal\": -0.1}")
        .refuses(
            400,
            "invalid_request",
            "frames[0].health.tool_cores: is missing, must be a number from 0 to 1000000; "
                + "frames[0].health.machine_cpu: \"NaN\" must be a number from 0 to 1; "
                + "frames[0].health.steal: -0.1 must be a number from 0 to 1; "
                + "frames[0].health.tool_memory_bytes: is missing");
    frame("\"span\": 10, \"health\": " + HEALTH).has(200);
  }

  @Test
  void whatAWarningSaysIsRepairedAndCut() {
    finish("\"warnings\": [\"\\u0000\\ud800" + "w".repeat(5_000) + "\"]").has(200);

    assertThat(taskText()).contains("\"warnings\":[\"\ufffd\ufffdwww").hasSizeLessThan(3_000);
  }

  @Test
  void whatAnAgentTellsIsShownWithItsTask() {
    agent
        .frames(
            offer,
            """
            [{"seq": 1, "second": 0, "late": 0, "skewed": 0, "health": %s, "intervals": [%s]}]"""
                .formatted(HEALTH, AgentScript.INTERVAL))
        .has(200);
    finish(
            """
            "warnings": ["a sentence"], "labels_complete": false, "clamped": 3,
            "tool_criteria": [%s],
            "stop": {"means": "cgroup", "asked_at": "2025-01-15T10:05:30+01:00",
              "load_ended_at": "2025-01-15T10:05:30.7Z", "killed": 2, "nothing_left": false},
            "health": {"seconds": 30, %s"""
                .formatted(CRITERION, HEALTH.substring(1)))
        .has(200);

    assertThat(taskText())
        .contains("\"status\":\"failed\"", "\"validity\":\"suspect\"")
        .contains("{\"code\":\"tool_criterion\",\"message\":\"http_reqs count<1: 230\"}")
        .contains(
            "\"validity_reasons\":[{\"machine_id\":\""
                + agent.machine
                + "\",\"severity\":\"suspect\",\"cause\":\"cpu\"")
        .contains("\"cause\":\"clamped\",\"message\":\"3 durations")
        .contains(
            "\"warnings\":[\"a sentence\",\"More labels", "\"A process of the run may be left")
        .contains("\"labels_complete\":false")
        .contains(
            "\"tool_criteria\":[{\"name\":\"http_reqs count<1\",\"passed\":false,\"message\":")
        .contains(
            "\"stop_report\":[{\"machine_id\":\""
                + agent.machine
                + "\",\"means\":\"cgroup\",\"asked_at\":\"2025-01-15T09:05:30Z\","
                + "\"load_ended_at\":\"2025-01-15T10:05:30.700Z\",\"killed\":2,"
                + "\"nothing_left\":false}]")
        .contains(
            "\"seconds\":30,\"tool_cores\":1.5,\"machine_cpu\":0.97,\"steal\":0,"
                + "\"tool_memory_bytes\":1024,\"available_memory_bytes\":2048,\"run_queue\":7,"
                + "\"stall_ms\":700,\"backlog_bytes\":65536}],\"gaps\":[]}");
  }

  @Test
  void recordsThatCouldNotBeReadFailATask() {
    finish("\"malformed\": 2").has(200);

    assertThat(taskText())
        .contains("{\"code\":\"incomplete\",\"message\":\"2 records of the tool's samples");
  }

  @Test
  void aReportThatTellsNothingOfItIsTaken() {
    finish("\"stop\": null").has(200);

    assertThat(taskText()).contains("\"stop_report\":[]", "\"validity\":null", "\"warnings\":[]");
  }
}
