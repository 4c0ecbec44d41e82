package ru.perfscale.adapters.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Somebody who calls the server. Every answer is checked against the OpenAPI document. */
public final class ApiClient {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final JsonMapper JSON = new JsonMapper();

  private final String base;
  private final Optional<String> token;

  ApiClient(String base, Optional<String> token) {
    this.base = base;
    this.token = token;
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  public Answer delete(String path) {
    return send(request(path).DELETE());
  }

  public Answer post(String path, String json) {
    return send("POST", path, json);
  }

  public Answer patch(String path, String json) {
    return send("PATCH", path, json);
  }

  public Answer send(String method, String path) {
    return send(request(path).method(method, BodyPublishers.noBody()));
  }

  public Answer send(String method, String path, String json) {
    return send(withJson(method, path, json), json);
  }

  public CompletableFuture<Answer> postLater(String path, String json) {
    HttpRequest request = withJson("POST", path, json).build();
    return CLIENT
        .sendAsync(request, BodyHandlers.ofByteArray())
        .thenApply(response -> checked(request, Optional.of(json), response));
  }

  /** For what the other methods cannot say; begin with {@link #request}. */
  public Answer send(HttpRequest.Builder builder) {
    return send(builder, null);
  }

  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
    token.ifPresent(t -> builder.header("Authorization", "Bearer " + t));
    return builder;
  }

  private HttpRequest.Builder withJson(String method, String path, String json) {
    BodyPublisher body = BodyPublishers.ofString(json, StandardCharsets.UTF_8);
    return request(path).method(method, body).header("Content-Type", "application/json");
  }

  private static Answer send(HttpRequest.Builder builder, String json) {
    HttpRequest request = builder.build();
    try {
      return checked(
          request, Optional.ofNullable(json), CLIENT.send(request, BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Answer checked(
      HttpRequest request, Optional<String> body, HttpResponse<byte[]> response) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    boolean isJson = type.startsWith("application/json") && response.body().length > 0;
    Answer answer =
        new Answer(
            response.statusCode(),
            response.headers(),
            response.body(),
            isJson ? parse(response.body()) : MissingNode.getInstance());
    Optional<JsonNode> accepted =
        answer.status() < 300
            ? body.map(json -> parse(json.getBytes(StandardCharsets.UTF_8)))
            : Optional.empty();
    OpenApiContract.INSTANCE.check(request.method(), request.uri().getRawPath(), accepted, answer);
    return answer;
  }

  private static JsonNode parse(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
