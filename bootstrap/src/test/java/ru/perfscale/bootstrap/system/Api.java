package ru.perfscale.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A client of the public API, with the token of one user. */
final class Api implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Pattern AT_ROOT = Pattern.compile("/(health|openapi)\\b");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final HttpClient http;
  private final URI server;
  private final String token;

  private Api(HttpClient http, URI server, String token) {
    this.http = http;
    this.server = server;
    this.token = token;
  }

  /** An answer of the API; the body is missing where there is none. */
  record Answer(int status, JsonNode body) {
    <T> T as(Class<T> type) {
      return JSON.convertValue(body, type);
    }

    String text(String field) {
      return body.required(field).asText();
    }
  }

  /** A task, the fields that tests look at. */
  record Task(
      String id,
      String testId,
      String status,
      Double p50,
      Double p95,
      Double p99,
      Double errorRate,
      Double requestsPerSec,
      long totalRequests,
      String startedAt,
      String finishedAt,
      String pendingReason,
      String contact,
      List<Reason> reasons,
      String logTail,
      Double coverage) {
    boolean isOver() {
      return !status.equals("pending") && !status.equals("running");
    }

    List<String> codes() {
      return reasons.stream().map(Reason::code).toList();
    }
  }

  record Reason(String code, String message) {}

  /** A client with a token that the server accepts as it is. */
  static Api with(URI server, String token) {
    return new Api(HttpClient.newHttpClient(), server, token);
  }

  /** The token of a development user, whose password is its name and 1234. */
  static Api login(URI server, URI identity, String user) {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(identity.resolve("/realms/perfscale/protocol/openid-connect/token"))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "grant_type=password&client_id=perfscale-site"
                        + "&client_secret=perfscale-dev-secret&username=%s&password=%s1234"
                            .formatted(user, user)))
            .build();
    Answer answer = send(http, request);
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return new Api(http, server, answer.text("access_token"));
  }

  String token() {
    return token;
  }

  Answer get(String path) {
    return call("GET", path, null);
  }

  /** What is no JSON. */
  byte[] bytes(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/api/v1" + path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .build();
    try {
      return http.send(request, BodyHandlers.ofByteArray()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(request.uri() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  Answer post(String path, Map<String, ?> body) {
    return call("POST", path, body);
  }

  Answer delete(String path) {
    return call("DELETE", path, null);
  }

  /**
   * @param path below the API's base, except for what is at the server's root
   */
  Answer call(String method, String path, Map<String, ?> body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                server.resolve(AT_ROOT.matcher(path).lookingAt() ? path : "/api/v1" + path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token);
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofString(JSON.valueToTree(body).toString()));
    }
    return send(http, request.build());
  }

  private static Answer send(HttpClient http, HttpRequest request) {
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(request.uri() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /**
   * @return the id of the new test
   */
  String createTest(Map<String, ?> test) {
    Answer answer = post("/tests", test);
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    return answer.text("id");
  }

  /**
   * @return the id of the new task
   */
  String submit(String test) {
    Answer answer = post("/tasks", Map.of("testId", test));
    assertThat(answer.status()).as("%s", answer).isEqualTo(202);
    return answer.text("id");
  }

  /** Defines a test and runs it. */
  String submit(String tool, String script) {
    return submit(createTest(Map.of("name", "System test", "tool", tool, "script", script)));
  }

  Task task(String id) {
    Answer answer = get("/tasks/" + id);
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.as(Task.class);
  }

  /** Waits until a task has come to its end. */
  Task ended(String id, Duration limit) {
    return awaited(id, limit, "its end", Task::isOver);
  }

  Task awaited(String id, Duration limit, String what, Predicate<Task> condition) {
    return Await.value(limit, () -> Optional.of(task(id)).filter(condition))
        .orElseGet(() -> fail("No %s within %s: %s", what, limit, task(id)));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
