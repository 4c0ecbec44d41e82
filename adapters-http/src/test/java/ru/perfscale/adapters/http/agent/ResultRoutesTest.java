package ru.perfscale.adapters.http.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.http.AgentScript;
import ru.perfscale.adapters.http.AgentScript.Offer;
import ru.perfscale.adapters.http.ApiClient;
import ru.perfscale.adapters.http.TestServer;
import ru.perfscale.application.audit.AuditEntry.Action;
import ru.perfscale.domain.task.AssignmentId;

class ResultRoutesTest {
  private TestServer server;
  private ApiClient member;
  private AgentScript agent;
  private String test;
  private Offer offer;
  private String task;

  @BeforeEach
  void start() {
    server = TestServer.start();
    member = server.as("member");
    agent = AgentScript.hello(server, TestServer.DEMO, "worker-01");
    test =
        member.post("/api/v1/tests", "{\"name\": \"n\", \"tool\": \"k6\", \"script\": \"x\"}").id();
    task = submit();
    offer = agent.start();
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

  @Test
  void framesAreStoredOnceHoweverOftenTheyCome() {
    String first = AgentScript.frame(1, AgentScript.INTERVAL);
    String second = AgentScript.frame(2, AgentScript.INTERVAL);

    assertThat(agent.frames(offer, "[" + first + "]").has(200).text())
        .isEqualTo("{\"acked_seq\":1}");
    assertThat(agent.frames(offer, "[" + first + "," + second + "]").text())
        .isEqualTo("{\"acked_seq\":2}");
    assertThat(agent.frames(offer, "[" + AgentScript.frame(4, "") + "]").text())
        .isEqualTo("{\"acked_seq\":2}");
    assertThat(taskText(task)).contains("\"total_requests\":460");
  }

  @Test
  void whatComesUnderAnEpochThatIsOverIsRefusedAndThatIsWrittenDownOnce() {
    Offer stale = new Offer(offer.assignment(), offer.epoch() + 1);
    for (int i = 0; i < 3; i++) {
      agent
          .frames(stale, "[" + AgentScript.frame(1, AgentScript.INTERVAL) + "]")
          .refuses(
              409, "conflict", "Assignment " + offer.assignment() + " is not yours under epoch");
      agent.finish(stale, "completed", 0, "[]").has(409);
    }

    assertThat(agent.frames(offer, "[" + AgentScript.frame(1, "") + "]").has(200).text())
        .isEqualTo("{\"acked_seq\":1}");
    assertThat(server.memory.audit())
        .filteredOn(entry -> entry.action() == Action.AGENT_REFUSED)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.subject()).isEqualTo(offer.assignment());
              assertThat(entry.actor().key()).isEqualTo("machine:" + agent.machine);
              assertThat(entry.detail().get("why")).contains("not yours under epoch");
            });
  }

  @Test
  void oneMachineCannotFillTheAuditLog() {
    for (int i = 0; i < 150; i++) {
      agent.frames(new Offer(AssignmentId.next().value(), 1), "[7]").has(400);
    }

    assertThat(server.memory.audit())
        .filteredOn(entry -> entry.action() == Action.AGENT_REFUSED)
        .hasSize(100);
  }

  @Test
  void aFinishWithFramesMissingEndsNothing() {
    assertThat(agent.finish(offer, "completed", 1, AgentScript.COUNTS).has(200).text())
        .isEqualTo("{\"acked_seq\":0}");
    assertThat(taskText(task)).contains("\"status\":\"running\"");
  }

  @Test
  void aFinishedRunMakesRoomForTheNextTask() {
    String next = submit();
    assertThat(taskText(next)).contains("every machine that can run it is busy");

    agent.finish(offer, "start_failed", 0, "[]").has(200);

    assertThat(agent.nextOffer().assignment()).isNotEqualTo(offer.assignment());
    agent.finish(offer, "start_failed", 0, "[]").has(200);
  }

  @Test
  void everyWrongFieldOfAFrameIsNamedByItsPath() {
    agent
        .frames(
            offer,
            """
            [{"seq": 0, "second": -1, "users": "many", "late": 0, "skewed": 0, "intervals": [
              {"label": "%s", "kind": "tcp", "outcome": "ok", "phase": "main",
               "measure": "service", "count": 1, "untimed": 2, "sum_nanos": 1.5,
               "min_nanos": 5, "max_nanos": 4398046511104, "first_start_nanos": 0,
               "last_end_nanos": 0, "histogram": "*"}]}]"""
                .formatted("ü".repeat(129)))
        .refuses(
            400,
            "invalid_request",
            "frames[0].seq: 0 must be a whole number from 1 to 9223372036854775807; "
                + "frames[0].second: -1 must be a whole number from 0 to 10000000; "
                + "frames[0].users: \"many\" must be a whole number from 0 to 100000000; "
                + "frames[0].intervals[0].label: \""
                + "ü".repeat(99)
                + "… must be text of at most 256 bytes; "
                + "frames[0].intervals[0].kind: \"tcp\" must be one of http, grpc, ws, browser,"
                + " custom; "
                + "frames[0].intervals[0].sum_nanos: 1.5 must be a whole number from 0 to"
                + " 9223372036854775807; "
                + "frames[0].intervals[0].max_nanos: 4398046511104 must be a whole number from 0"
                + " to 4398046511103; "
                + "frames[0].intervals[0].histogram: \"*\" must be base64 of at most 65536 bytes;"
                + " frames[0].intervals[0].untimed: 2 must be at most count, which is 1; "
                + "frames[0].intervals[0].min_nanos: 5 must be at most max_nanos");
  }

  @Test
  void aFrameMayBeTheSumOfSeveralSeconds() {
    String minute =
        AgentScript.frame(61, AgentScript.INTERVAL).replace("\"seq\": 61", "\"seq\": 1");
    agent
        .frames(offer, "[" + minute.replace("\"users\"", "\"span\": 60, \"users\"") + "]")
        .has(200);
    assertThat(taskText(task)).contains("\"total_requests\":230");

    agent
        .frames(offer, "[" + minute.replace("\"users\"", "\"span\": 20, \"users\"") + "]")
        .refuses(400, "invalid_request", "frames[0].span: 20 must be 1, 10 or 60");
    agent
        .frames(
            offer,
            "[" + AgentScript.frame(5, "").replace("\"users\"", "\"span\": 10, \"users\"") + "]")
        .refuses(400, "invalid_request", "frames[0].second: 4 must be a multiple of the span 10");
  }

  @Test
  void aBatchHasBounds() {
    String many = String.join(",", Collections.nCopies(61, AgentScript.frame(1, "")));
    agent
        .frames(offer, "[" + many + "]")
        .refuses(400, "invalid_request", "frames: has 61 elements, must have at most 60");

    String intervals = String.join(",", Collections.nCopies(10_001, AgentScript.INTERVAL));
    agent
        .frames(
            offer,
            "[" + AgentScript.frame(1, intervals) + "," + AgentScript.frame(2, intervals) + "]")
        .refuses(400, "invalid_request", "frames: [")
        .refuses(400, "invalid_request", "frames: ");

    String large = AgentScript.INTERVAL.replace("aGlzdG9ncmFt", "A".repeat(87_384));
    agent
        .frames(offer, "[" + AgentScript.frame(1, large) + "]")
        .refuses(400, "invalid_request", "frames[0].intervals[0].histogram: \"AAA");
  }

  @Test
  void aGapWithinABatchAndABrokenHistogramAreRefused() {
    agent
        .frames(offer, "[" + AgentScript.frame(1, "") + "," + AgentScript.frame(3, "") + "]")
        .refuses(400, "invalid_request", "frames: must be numbered without a gap");
    agent
        .frames(
            offer,
            "[" + AgentScript.frame(1, AgentScript.INTERVAL.replace("aGlzdG9ncmFt", "AA==")) + "]")
        .refuses(400, "invalid_request", "frames: of GET /");
    agent
        .frames(
            offer,
            "[" + AgentScript.frame(1, AgentScript.INTERVAL.replace("aGlzdG9ncmFt", "")) + "]")
        .refuses(400, "invalid_request", "frames[0].intervals[0].histogram: \"\" must be empty");
  }

  @Test
  void sumsThatNoNumberCanHoldAreRefusedNotAFault() {
    String huge = AgentScript.INTERVAL.replace("32660000000", Long.toString(Long.MAX_VALUE));
    agent
        .frames(offer, "[" + AgentScript.frame(1, huge) + "," + AgentScript.frame(2, huge) + "]")
        .refuses(400, "invalid_request", "frames: of GET /");
  }

  @Test
  void whatAToolSaidIsRepairedAndCutNeverRefused() {
    agent
        .client
        .post(
            offer.path("finish"),
            """
            {"epoch": 1, "end": "tool_failed", "message": "\\u0000\\ud800%s",
             "judges_errors": true, "latency": null, "last_seq": 0, "counts": [],
             "log_tail": "%s the end"}"""
                .formatted("m".repeat(5_000), "x".repeat(70_000)))
        .has(200);

    String text = taskText(task);
    assertThat(text).contains("\"message\":\"\ufffd\ufffdmmm").contains("m…\"");
    assertThat(text).contains("xxx the end\"").hasSizeLessThan(23_000);
  }

  @Test
  void everyWrongFieldOfAReportIsNamed() {
    agent
        .client
        .post(
            offer.path("finish"),
            """
            {"epoch": 1, "end": "exploded", "latency": {"resolution_nanos": 0},
             "counts": [{"label": "x"}]}""")
        .refuses(
            400,
            "invalid_request",
            "end: \"exploded\" must be one of completed, criterion_failed, script_error,"
                + " tool_failed, tool_missing, start_failed, cancelled, timed_out,"
                + " contact_lost; "
                + "judges_errors: is missing, must be true or false; "
                + "latency.resolution_nanos: 0 must be a whole number from 1 to 1000000000000; "
                + "last_seq: is missing, must be a whole number from 0 to 9223372036854775807; "
                + "counts[0].kind: is missing, must be one of http, grpc, ws, browser, custom");
  }
}
