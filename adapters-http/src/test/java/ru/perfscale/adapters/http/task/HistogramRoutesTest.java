package ru.perfscale.adapters.http.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.http.AgentScript;
import ru.perfscale.adapters.http.AgentScript.Offer;
import ru.perfscale.adapters.http.Answer;
import ru.perfscale.adapters.http.ApiClient;
import ru.perfscale.adapters.http.TestServer;

class HistogramRoutesTest {
  private TestServer server;
  private ApiClient member;
  private AgentScript agent;
  private Offer offer;
  private String path;

  @BeforeEach
  void start() {
    server = TestServer.start();
    member = server.as("member");
    agent = AgentScript.hello(server, TestServer.DEMO, "worker-01");
    String test =
        member.post("/api/v1/tests", "{\"name\": \"n\", \"tool\": \"k6\", \"script\": \"x\"}").id();
    String task = member.post("/api/v1/tasks", "{\"testId\": \"" + test + "\"}").has(202).id();
    path = "/api/v1/tasks/" + task + "/histogram";
    offer = agent.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Three seconds of "GET /", the second one of them with errors of "POST /", too. */
  private void measured() {
    List<String> frames = new ArrayList<>();
    frames.add(AgentScript.frame(1, AgentScript.INTERVAL));
    String error =
        AgentScript.INTERVAL
            .replace("GET /", "POST /")
            .replace("\"outcome\": \"ok\"", "\"outcome\": \"error\"");
    frames.add(AgentScript.frame(2, AgentScript.INTERVAL + "," + error));
    frames.add(AgentScript.frame(3, AgentScript.INTERVAL));
    agent.frames(offer, frames.toString()).has(200);
  }

  private JsonNode histogram(String query) {
    return member.get(path + query).has(200).json();
  }

  @Test
  void beforeTheFirstRequestItIsEmpty() {
    JsonNode empty = histogram("");

    assertThat(empty.path("count").longValue()).isZero();
    assertThat(empty.path("p99").isNull()).isTrue();
    assertThat(empty.path("complete").booleanValue()).isFalse();
  }

  @Test
  void itIsOfAllRequestsOrOfALabelOrOfAMachineOrOfSomeSeconds() {
    measured();

    assertThat(histogram("").path("count").longValue()).isEqualTo(4 * 230);
    assertThat(histogram("").path("errors").longValue()).isEqualTo(230);
    assertThat(histogram("?label=GET%20%2F").path("count").longValue()).isEqualTo(3 * 230);
    assertThat(histogram("?machine=" + agent.machine).path("count").longValue()).isEqualTo(4 * 230);
    assertThat(histogram("?from=1").path("count").longValue()).isEqualTo(3 * 230);
    assertThat(histogram("?from=1s&to=2").path("errors").longValue()).isEqualTo(230);
    assertThat(histogram("?to=1s&label=POST%20%2F").path("count").longValue()).isZero();
  }

  @Test
  void itSaysWhatItIsAnswerTo() {
    measured();

    assertThat(member.get(path + "?label=GET%20%2F&from=0&to=1m").has(200).text())
        .contains("\"machine_id\":null,\"label\":\"GET /\",\"from\":0,\"to\":60,\"count\":690,")
        .contains("\"errors\":0,\"untimed\":0,\"min\":142,\"mean\":142,\"max\":490,\"p50\":142,")
        .contains("\"p99\":490,\"p99_9\":490,\"p99_99\":490,\"p99_999\":490,")
        .contains("\"at_maximum\":[\"p99_9\",\"p99_99\",\"p99_999\"],\"complete\":false,");
  }

  @Test
  void itIsCompleteWhenTheRunHasEndedAndAllOfItIsStored() {
    agent.frames(offer, "[" + AgentScript.frame(1, AgentScript.INTERVAL) + "]").has(200);
    agent.finish(offer, "completed", 1, AgentScript.COUNTS).has(200);

    assertThat(histogram("").path("complete").booleanValue()).isTrue();
    assertThat(histogram("").path("latency").path("resolution_ms").doubleValue()).isEqualTo(0.001);
    server.memory.secondsAreDropped = true;
    assertThat(histogram("").path("complete").booleanValue()).isTrue();
    assertThat(histogram("?to=1m").path("complete").booleanValue()).isFalse();
  }

  @Test
  void theLogIsAskedForByParameterOrByHeader() {
    measured();

    Answer log = member.get(path + "?format=hlog&from=1&label=GET%20%2F").has(200);
    assertThat(log.header("Content-Type")).startsWith("application/vnd.hdrhistogram-log");
    assertThat(log.header("Content-Disposition")).contains(".hlog");
    assertThat(log.text())
        .contains("#[Label: GET /]", "#[StartTime: 1736935500.250 (seconds since epoch)")
        .containsPattern("(?m)^1\\.000,0\\.001,490\\.000,[A-Za-z0-9+/=]+$");
    assertThat(
            member
                .send(
                    member.request(path).header("Accept", "application/vnd.hdrhistogram-log").GET())
                .text())
        .startsWith("#[Logged with perfscale]");
  }

  @Test
  void everythingThatIsWrongIsNamed() {
    measured();

    member
        .get(path + "?machine=&label=&from=1.5&to=500ms&format=xml")
        .refuses(
            400,
            "invalid_request",
            "machine: '' must be the id of a machine of the task; "
                + "label: '' must be the name of a request, as in the results; "
                + "from: '1.5' must be whole seconds from the task's start, such as 30, 30s or"
                + " 1h30m; "
                + "to: '500ms' must be whole seconds from the task's start, such as 30, 30s or"
                + " 1h30m; "
                + "format: 'xml' must be json or hlog");
    member
        .get(path + "?from=2&to=2")
        .refuses(400, "invalid_request", "to: 2 s must be above from, which is 2 s");
    member.get(path + "?to=1&to=2").refuses(400, "invalid_request", "to: '1&2' must be given once");
    member
        .get(path + "?label=GET")
        .refuses(
            400, "invalid_request", "label: 'GET' must be a label of the task, such as [GET /");
    member
        .get(path + "?machine=m_00000000000000000000000000")
        .refuses(400, "invalid_request", "machine: 'm_0");
    server.as("other").get(path).refuses(404, "not_found", "Task task_");
    member.get("/api/v1/tasks/task_99/histogram").refuses(404, "not_found", "Task task_99");
  }
}
