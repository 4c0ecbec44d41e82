package ru.perfscale.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import ru.perfscale.application.StorageUnavailable;

class ErrorsTest {
  private static TestServer server;
  private static ApiClient member;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    member = server.as("member");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Nested
  class Bodies {
    @Test
    void malformedJsonIsRefusedWithLineAndColumn() {
      member
          .post("/api/v1/tests", "{\"name\": \"x\",\n \"tool\": k6}")
          .refuses(
              400,
              "invalid_request",
              "The body is not the JSON it should be at line 2, column 10: Unrecognized token");
      member.post("/api/v1/tests", "").refuses(400, "invalid_request", "The body is empty");
      member.post("/api/v1/tests", "[]").refuses(400, "invalid_request", "The body must be a JSON");
    }

    @Test
    void whatJsonLeavesOpenIsRefused() {
      String path = "/api/v1/tests";
      String start = "The body is not the JSON it should be at line 1, column ";
      member.post(path, "{\"name\": 1, \"name\": 2}").refuses(400, "invalid_request", start);
      member.post(path, "{} {}").refuses(400, "invalid_request", start);
      member
          .post(path, "{\"a\": ".repeat(1000))
          .refuses(
              400,
              "invalid_request",
              start + "194: Document nesting depth (33) exceeds the maximum allowed (32)");
      member.post(path, "{\"a\": " + "9".repeat(101) + "}").refuses(400, "invalid_request", start);
      byte[] latin1 = "{\"name\": \"ü\"}".getBytes(StandardCharsets.ISO_8859_1);
      member
          .send(
              member
                  .request(path)
                  .POST(BodyPublishers.ofByteArray(latin1))
                  .header("Content-Type", "application/json"))
          .refuses(400, "invalid_request", start);
    }

    @Test
    void aRefusalOfABodySaysNothingOfOurParser() {
      for (String bad :
          new String[] {"{", "{} {}", "{\"a\": NaN}", "[".repeat(100), "{\"a\": [1"}) {
        assertThat(member.post("/api/v1/tests", bad).has(400).text())
            .containsPattern("at line 1, column [0-9]+: [A-Z]")
            .doesNotContain("Source", "jackson", "Feature", "`", "1000");
      }
    }

    @Test
    void aBodyThatIsNotJsonIsRefusedByItsType() {
      for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded"}) {
        member
            .send(
                member
                    .request("/api/v1/tests")
                    .POST(BodyPublishers.ofString("a=b"))
                    .header("Content-Type", type))
            .refuses(
                415,
                "unsupported_media_type",
                "Send the body as Content-Type: application/json, not " + type);
      }
      member
          .send("POST", "/api/v1/tests")
          .refuses(415, "unsupported_media_type", "Send the body as");
      member
          .send(
              member
                  .request("/api/v1/tests")
                  .POST(BodyPublishers.ofString("{}"))
                  .header("Content-Type", "application/json; charset=latin1"))
          .refuses(415, "unsupported_media_type", "JSON is UTF-8");
      member
          .send(
              member
                  .request("/api/v1/tests")
                  .POST(BodyPublishers.ofString("{}"))
                  .header("Content-Encoding", "gzip")
                  .header("Content-Type", "application/json; charset=\"UTF-8\""))
          .refuses(415, "unsupported_media_type", "Send the body as it is");
    }

    @Test
    void aBodyOverSevenMebibytesIsTooLargeAnnouncedOrNot() {
      byte[] large = " ".repeat((7 << 20) + 1).getBytes(StandardCharsets.UTF_8);
      String message = "The body must have at most 7340032 bytes";
      member
          .send(
              member
                  .request("/api/v1/tasks")
                  .POST(BodyPublishers.ofByteArray(large))
                  .header("Content-Type", "application/json"))
          .refuses(413, "too_large", message);
      member
          .send(
              member
                  .request("/api/v1/tasks")
                  .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)))
                  .header("Content-Type", "application/json"))
          .refuses(413, "too_large", message);
    }

    @Test
    void theTokenIsLookedAtBeforeTheBody() {
      server.withoutToken().post("/api/v1/tests", "{").has(401);
    }
  }

  @Nested
  class Methods {
    @Test
    void aMethodThatAPathDoesNotTakeIsRefusedWithThoseItTakes() {
      Answer answer =
          member
              .send("PUT", "/api/v1/tasks")
              .refuses(
                  405,
                  "method_not_allowed",
                  "/api/v1/tasks does not take PUT, only GET, POST, HEAD, OPTIONS");
      assertThat(answer.header("Allow")).isEqualTo("GET, POST, HEAD, OPTIONS");
      assertThat(member.send("PUT", "/api/v1/machines/m_1").has(405).header("Allow"))
          .isEqualTo("GET, PATCH, DELETE, HEAD, OPTIONS");
      assertThat(server.withoutToken().send("POST", "/health/live").has(405).header("Allow"))
          .isEqualTo("GET, HEAD, OPTIONS");
      member.send("BREW", "/api/v1/tasks").has(405);
    }

    @Test
    void headIsGetWithoutTheBody() {
      Answer head = member.send("HEAD", "/api/v1/auth/me").has(200);

      assertThat(head.bytes()).isEmpty();
      assertThat(head.header("Content-Type")).isEqualTo("application/json");
      member.send("HEAD", "/api/v1/tasks").has(200);
      member.send("HEAD", "/api/v1/tasks/task_1").has(404);
    }

    @Test
    void optionsTellsTheMethods() {
      assertThat(member.send("OPTIONS", "/api/v1/tasks").has(204).header("Allow"))
          .isEqualTo("GET, HEAD, POST, OPTIONS");
    }

    @Test
    void aTrailingSlashIsTolerated() {
      member.get("/api/v1/tasks/").has(200);
      member.get("/api/v1/tasks/task_1/").has(404);
    }
  }

  @Nested
  class Faults {
    @Test
    void aFaultIsAnsweredWithAReferenceAndNothingElse() {
      server.memory.faults.breakWith(() -> new IllegalStateException("SELECT secret FROM x"));
      try {
        String text =
            member
                .get("/api/v1/tasks")
                .refuses(500, "internal_error", "Something went wrong on our side")
                .text();
        assertThat(text)
            .doesNotContain("SELECT", "Exception", "ru.perfscale")
            .containsPattern("reference [0-9a-f]{12}\"");
      } finally {
        server.memory.faults.heal();
      }
    }

    @Test
    void aDatabaseThatIsAwayIsUnavailable() {
      server.memory.faults.breakWith(
          () -> new StorageUnavailable(new RuntimeException("10.0.0.1")));
      try {
        Answer answer =
            member
                .get("/api/v1/tasks")
                .refuses(503, "unavailable", "The database is not available; try again later");
        assertThat(answer.header("Retry-After")).isEqualTo("2");
        assertThat(answer.text()).doesNotContain("10.0.0.1");
      } finally {
        server.memory.faults.heal();
      }
    }
  }

  @Nested
  class Outside {
    @Test
    void whatTheServerRefusesByItselfHasTheSameForm() throws Exception {
      int port = server.port();
      String rest = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      assertThat(RawClient.send(port, "GET /%zz" + rest).status()).isEqualTo(400);
      assertThat(RawClient.send(port, "GET /api/v1/tasks/a%2Fb" + rest).status()).isEqualTo(400);
      assertThat(RawClient.send(port, "GET /api//v1/tasks" + rest).status()).isEqualTo(400);
      assertThat(RawClient.send(port, "GET /api/v1/..;/x" + rest).status()).isEqualTo(400);
      assertThat(RawClient.send(port, "GE\u0001T /" + rest).status()).isEqualTo(400);
      assertThat(RawClient.send(port, "GET / HTTP/1.1\r\n\r\n").status()).isEqualTo(400);
      assertThat(RawClient.send(port, "GET / HTTP/9.9\r\nHost: x\r\n\r\n").status()).isEqualTo(505);
      String large = "X-Large: " + "x".repeat(20_000) + "\r\n";
      assertThat(RawClient.send(port, "GET / HTTP/1.1\r\nHost: x\r\n" + large + "\r\n").json())
          .hasToString("{\"error\":\"too_large\",\"message\":\"Request Header Fields Too Large\"}");
      assertThat(RawClient.send(port, "GET /" + "x".repeat(20_000) + rest).status()).isEqualTo(414);
    }

    @Test
    void anUpgradeToAnotherProtocolGoesAroundNothing() throws Exception {
      String upgrade =
          "GET /api/v1/tasks HTTP/1.1\r\nHost: x\r\nConnection: close, Upgrade\r\n"
              + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
      assertThat(RawClient.send(server.port(), upgrade).status()).isEqualTo(401);
    }

    @Test
    void aMalformedChunkInABodyIsABadRequest() throws Exception {
      String request =
          "POST /api/v1/tests HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer member\r\n"
              + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n";
      assertThat(RawClient.send(server.port(), request).status()).isEqualTo(400);
    }

    @Test
    void whatIsNowhereIsNotFound() {
      server
          .withoutToken()
          .get("/nowhere")
          .refuses(404, "not_found", "There is nothing at /nowhere");
    }

    @Test
    void everyAnswerHasTheSecurityHeadersAndNoneNamesTheServer() {
      for (Answer answer :
          new Answer[] {
            member.get("/api/v1/tasks"), member.get("/api/v1/x"), member.get("/health/live")
          }) {
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.headers().map()).doesNotContainKeys("server", "x-powered-by");
      }
    }
  }
}
