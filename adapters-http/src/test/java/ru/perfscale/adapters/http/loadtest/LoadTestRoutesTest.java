package ru.perfscale.adapters.http.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.http.Answer;
import ru.perfscale.adapters.http.ApiClient;
import ru.perfscale.adapters.http.TestServer;

class LoadTestRoutesTest {
  private static final String CHECKOUT =
      """
      {"name": "Checkout flow", "tool": "k6", "script": "import http from 'k6/http'; ..."}""";

  private TestServer server;
  private ApiClient member;

  @BeforeEach
  void start() {
    server = TestServer.start();
    member = server.as("member");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer create() {
    return member.post("/api/v1/tests", CHECKOUT).has(201);
  }

  @Test
  void aCreatedTestIsAnsweredWholeAndADraft() {
    Answer created = create();

    assertThat(created.header("Location")).isEqualTo("/api/v1/tests/" + created.id());
    assertThat(created.text())
        .isEqualTo(
            ("{\"id\":\"%s\",\"name\":\"Checkout flow\",\"tool\":\"k6\",\"status\":\"draft\","
                    + "\"script\":\"import http from 'k6/http'; ...\","
                    + "\"created_at\":\"2025-01-15T10:05:00.250Z\","
                    + "\"users\":null,\"duration\":null,\"time_limit\":\"24h\",\"contact_limit\":\"1m\",\"data_files\":[]}")
                .formatted(created.id()));
    assertThat(member.get("/api/v1/tests/" + created.id()).has(200).text())
        .isEqualTo(created.text());
    assertThat(member.get("/api/v1/tests").has(200).text()).isEqualTo("[" + created.text() + "]");
  }

  @Test
  void durationsComeBackInTheirShortestForm() {
    Answer created =
        member
            .post(
                "/api/v1/tests",
                """
                {"name": "n", "tool": "jmeter", "script": "<x/>", "status": "active", "users": 10,
                 "duration": "90s", "time_limit": "1h30m", "contact_limit": "90s"}""")
            .has(201);

    assertThat(created.text())
        .contains(
            "\"users\":10,\"duration\":\"1m30s\",\"time_limit\":\"1h30m\",\"contact_limit\":\"1m30s\"");
  }

  @Test
  void everyWrongFieldOfANewTestIsNamedAtOnce() {
    member
        .post(
            "/api/v1/tests",
            """
            {"name": null, "tool": "wrk", "script": " ", "status": "new", "users": 0,
             "duration": "5 minutes", "time_limit": "500ms", "contact_limit": "9s"}""")
        .refuses(
            400,
            "invalid_request",
            "name: null must be text of 1 to 200 characters; "
                + "tool: \"wrk\" must be one of k6, jmeter, locust, artillery, gatling, custom; "
                + "script: \" \" must be text that is not blank, at most 1 MiB in UTF-8; "
                + "status: \"new\" must be one of draft, active, archived; "
                + "users: 0 must be a whole number from 1 to 1000000; "
                + "duration: \"5 minutes\" must be a duration such as 500ms, 30s, 5m or 1h30m; "
                + "time_limit: \"500ms\" must be from 1s to 168h; "
                + "contact_limit: \"9s\" must be from 10s to 1h");
  }

  @Test
  void aScriptOfExactlyOneMebibyteIsTakenAndOneByteMoreIsNot() {
    String body = "{\"name\": \"n\", \"tool\": \"k6\", \"script\": \"%s\"}";
    member.post("/api/v1/tests", body.formatted("x".repeat(1 << 20))).has(201);

    String message =
        member
            .post("/api/v1/tests", body.formatted("x".repeat((1 << 20) + 1)))
            .refuses(400, "invalid_request", "script: \"xxx")
            .text();
    assertThat(message).hasSizeLessThan(400).contains("… must be text that is not blank");
  }

  @Test
  void aScriptOfOneMebibyteIsTakenHoweverItIsEscaped() {
    String body = "{\"name\": \"n\", \"tool\": \"k6\", \"script\": \"%s\"}";
    for (String escaped : new String[] {"\\u0062", "\\n\\t", "\\u0436"}) {
      int bytes = escaped.equals("\\u0062") ? 1 : 2;
      String script = "x" + escaped.repeat(((1 << 20) - 1) / bytes);
      member.post("/api/v1/tests", body.formatted(script)).has(201);
    }
  }

  @Test
  void textThatCannotBeStoredIsRefusedNotAFault() {
    for (String bad : new String[] {"a\\u0000b", "\\ud83d", "\\ude00x"}) {
      member
          .post(
              "/api/v1/tests",
              "{\"name\": \"%s\", \"tool\": \"k6\", \"script\": \"x\"}".formatted(bad))
          .refuses(400, "invalid_request", "name: ");
    }
  }

  @Test
  void aChangeTouchesOnlyWhatItNames() {
    String id = create().id();
    String path = "/api/v1/tests/" + id;

    member
        .patch(
            path,
            """
            {"users": 5, "duration": "30s", "time_limit": "5m", "contact_limit": "10s"}""")
        .has(200);
    Answer changed = member.patch(path, "{\"status\": \"archived\", \"name\": \"New\"}").has(200);

    assertThat(changed.text())
        .contains("\"name\":\"New\",\"tool\":\"k6\",\"status\":\"archived\"")
        .contains("\"script\":\"import http from 'k6/http'; ...\"")
        .contains(
            "\"users\":5,\"duration\":\"30s\",\"time_limit\":\"5m\",\"contact_limit\":\"10s\"");
    assertThat(member.get(path).text()).isEqualTo(changed.text());
  }

  @Test
  void nullPutsAnOptionalFieldBack() {
    String path = "/api/v1/tests/" + create().id();
    member
        .patch(
            path,
            """
            {"users": 5, "duration": "30s", "time_limit": "5m", "contact_limit": "1h"}""")
        .has(200);

    Answer changed =
        member
            .patch(
                path,
                """
                {"users": null, "duration": null, "time_limit": null, "contact_limit": null}""")
            .has(200);

    assertThat(changed.text())
        .contains(
            "\"users\":null,\"duration\":null,\"time_limit\":\"24h\",\"contact_limit\":\"1m\"");
  }

  @Test
  void aChangeWithNothingThatIsKnownIsRefused() {
    String path = "/api/v1/tests/" + create().id();
    String message = "body: must have at least one of name, script, status, users, duration";

    member.patch(path, "{}").refuses(400, "invalid_request", message);
    member.patch(path, "{\"Name\": \"x\"}").refuses(400, "invalid_request", message);
  }

  @Test
  void theToolStaysForGood() {
    String path = "/api/v1/tests/" + create().id();

    member.patch(path, "{\"tool\": \"k6\"}").has(200);
    member
        .patch(path, "{\"tool\": \"jmeter\", \"name\": \"\"}")
        .refuses(
            400,
            "invalid_request",
            "tool: \"jmeter\" must stay k6, since the tool of a test is fixed for good; name: \"\"");
    assertThat(member.get(path).text()).contains("\"name\":\"Checkout flow\",\"tool\":\"k6\"");
  }

  @Test
  void everyWrongFieldOfAChangeIsNamedAndNothingIsChanged() {
    String path = "/api/v1/tests/" + create().id();

    member
        .patch(path, "{\"name\": null, \"script\": 7, \"status\": null, \"users\": 3}")
        .refuses(
            400,
            "invalid_request",
            "name: null must be text of 1 to 200 characters; "
                + "script: 7 must be text that is not blank, at most 1 MiB in UTF-8; "
                + "status: null must be one of draft, active, archived");
    assertThat(member.get(path).text()).contains("\"users\":null");
  }

  @Test
  void aDeletedTestIsGoneAndItsTasksStay() {
    String id = create().id();
    String task = member.post("/api/v1/tasks", "{\"testId\": \"" + id + "\"}").has(202).id();

    member.delete("/api/v1/tests/" + id).has(204);

    member.get("/api/v1/tests/" + id).refuses(404, "not_found", "Test " + id + " does not exist");
    member.patch("/api/v1/tests/" + id, "{\"name\": \"x\"}").has(404);
    member.delete("/api/v1/tests/" + id).has(404);
    assertThat(member.get("/api/v1/tasks/" + task).has(200).json().path("test_id").textValue())
        .isEqualTo(id);
  }
}
