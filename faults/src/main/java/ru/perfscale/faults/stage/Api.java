package ru.perfscale.faults.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A client of the public API, directly at the servers. Thread-safe. */
public final class Api implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(8);
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final String token;
  private volatile URI server;

  Api(String token) {
    this.token = token;
  }

  /** Which server is asked from now on. */
  void ask(URI next) {
    server = next;
  }

  /**
   * An answer.
   *
   * @param retryAfter seconds, where it says so
   */
  public record Answer(int status, JsonNode body, OptionalInt retryAfter) {}

  /**
   * Asks once.
   *
   * @param body null for none
   * @return empty when no whole answer came
   */
  public Optional<Answer> tryCall(String method, String path, Map<String, ?> body) {
    return send(server, method, "/api/v1" + path, body);
  }

  private Optional<Answer> send(URI to, String method, String path, Map<String, ?> body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to.resolve(path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(JSON.valueToTree(body).toString()));
    try {
      HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
      OptionalInt retry =
          answer.headers().firstValue("Retry-After").stream().mapToInt(Integer::parseInt).findAny();
      return Optional.of(new Answer(answer.statusCode(), JSON.readTree(answer.body()), retry));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  boolean isReady(URI at) {
    return send(at, "GET", "/health/ready", null).filter(a -> a.status() == 200).isPresent();
  }

  /**
   * Asks until it is answered as expected, as long as the server is only not to be had.
   *
   * @throws IllegalStateException when it is refused, or cannot be had for too long
   */
  public JsonNode call(String method, String path, Map<String, ?> body, int expected) {
    Answer answer =
        Await.value(
                PATIENCE, () -> tryCall(method, path, body).filter(each -> each.status() != 503))
            .orElseThrow(() -> new IllegalStateException(method + " " + path + " is not answered"));
    if (answer.status() != expected) {
      throw new IllegalStateException(
          "%s %s is answered %d %s".formatted(method, path, answer.status(), answer.body()));
    }
    return answer.body();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
