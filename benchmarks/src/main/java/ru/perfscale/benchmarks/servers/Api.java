package ru.perfscale.benchmarks.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/** The public API of one server. */
public record Api(HttpClient http, URI server, String token) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A token of the development identity provider's user. */
  static String token(HttpClient http, URI endpoint, String secret)
      throws IOException, InterruptedException {
    String form =
        "grant_type=password&client_id=perfscale-site&client_secret="
            + secret
            + "&username=demo%40perfscale.ru&password=demo1234";
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    return read(http.send(request, BodyHandlers.ofString())).required("access_token").asText();
  }

  public JsonNode get(String path) throws IOException, InterruptedException {
    return read(http.send(request(path).GET().build(), BodyHandlers.ofString()));
  }

  public JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
    return read(
        http.send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.valueToTree(body).toString()))
                .build(),
            BodyHandlers.ofString()));
  }

  public void delete(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(request(path).DELETE().build(), BodyHandlers.ofString());
    if (answer.statusCode() != 204) {
      throw new IOException("DELETE " + path + ": " + answer.statusCode() + " " + answer.body());
    }
  }

  /**
   * Looks again and again, every so many milliseconds.
   *
   * @throws IOException when it is not so within a minute
   */
  public JsonNode await(String path, int millis, Predicate<JsonNode> condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonNode seen = get(path);
    while (!condition.test(seen)) {
      if (System.nanoTime() > deadline) {
        throw new IOException("Not within " + PATIENCE.toSeconds() + " s: " + seen);
      }
      Thread.sleep(millis);
      seen = get(path);
    }
    return seen;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve("/api/v1" + path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + token);
  }

  private static JsonNode read(HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(answer.uri() + ": " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }
}
