package ru.perfscale.agent.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import ru.perfscale.agent.protocol.ControlPlaneException.Gone;
import ru.perfscale.agent.protocol.ControlPlaneException.Refused;
import ru.perfscale.agent.protocol.ControlPlaneException.Unauthorised;
import ru.perfscale.agent.protocol.ControlPlaneException.Unavailable;

/**
 * One request and its answer. Only an answer in the protocol's own form is believed: a page that
 * some proxy puts in its place means that the control plane was not reached.
 */
final class HttpExchange implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final String BYTES = "application/octet-stream";
  private static final int MAX_ANSWER = 16 << 20;

  /**
   * By these the control plane knows that this agent lives. It answers others, and may give up the
   * runs of an agent of which it gets nothing else.
   */
  private static final Set<String> SIGNS_OF_LIFE =
      Set.of("hello", "heartbeat", "poll", "accept", "data");

  private final URI base;
  private final Optional<Credential> credential;
  private final Contact contact;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(
          Thread.ofVirtual().name("perfscale-agent-http-", 0).factory());
  private final HttpClient client;

  /** Of a host that has no credential yet. */
  HttpExchange(URI server, Contact contact) {
    this(server, Optional.empty(), contact);
  }

  HttpExchange(URI server, Credential credential, Contact contact) {
    this(server, Optional.of(credential), contact);
  }

  private HttpExchange(URI server, Optional<Credential> credential, Contact contact) {
    this.base = URI.create(server.toString().replaceAll("/+$", "") + "/agent/v1/");
    this.credential = credential;
    this.contact = contact;
    // No redirects: the credential goes to this server only.
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .executor(threads)
            .build();
  }

  /** Asks for something that is answered by 204. */
  void tell(String path, byte[] body, Duration timeout) throws InterruptedException {
    long sentAt = System.nanoTime();
    HttpResponse<byte[]> answer = send(path, body, timeout);
    if (answer.statusCode() != 204) {
      throw failure(path, answer, sentAt);
    }
    heard(path, sentAt);
  }

  /** Asks for something that is answered by 200, or 201, and a JSON object. */
  JsonNode ask(String path, byte[] body, Duration timeout) throws InterruptedException {
    long sentAt = System.nanoTime();
    HttpResponse<byte[]> answer = send(path, body, timeout);
    if (answer.statusCode() != 200 && answer.statusCode() != 201) {
      throw failure(path, answer, sentAt);
    }
    JsonNode object =
        Json.object(answer.body()).orElseThrow(() -> new Unavailable(noProtocol(path, answer)));
    heard(path, sentAt);
    return object;
  }

  /** Asks for something that is answered by 200 and bytes. */
  byte[] fetch(String path, byte[] body, Duration timeout) throws InterruptedException {
    long sentAt = System.nanoTime();
    HttpResponse<byte[]> answer = send(path, body, timeout);
    if (answer.statusCode() != 200) {
      throw failure(path, answer, sentAt);
    }
    if (!answer.headers().firstValue("Content-Type").orElse("").equals(BYTES)) {
      throw new Unavailable(noProtocol(path, answer));
    }
    heard(path, sentAt);
    return answer.body();
  }

  private void heard(String path, long sentAt) {
    if (SIGNS_OF_LIFE.contains(path.substring(path.lastIndexOf('/') + 1))) {
      contact.heardAt(sentAt);
    }
  }

  private HttpResponse<byte[]> send(String path, byte[] body, Duration timeout)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, " + BYTES)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    credential.ifPresent(known -> request.header("Authorization", "Bearer " + known.secret()));
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request.build(), head -> new BoundedBody(MAX_ANSWER));
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new Unavailable(path + ": no answer within " + timeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new Unavailable(path + ": " + describe(e.getCause()), e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private ControlPlaneException failure(String path, HttpResponse<byte[]> answer, long sentAt) {
    int status = answer.statusCode();
    Optional<String> words = Json.object(answer.body()).flatMap(Json::errorMessage);
    if (words.isEmpty()) {
      return new Unavailable(noProtocol(path, answer));
    }
    String message = path + ": " + words.get();
    return switch (status) {
      case 401 -> new Unauthorised(message);
      case 404, 409 -> new Gone(message);
      case 408, 429 -> new Unavailable(message);
      case 503 -> {
        // It is there and waits for something of its own: that is contact.
        contact.heardAt(sentAt);
        yield new Unavailable(message);
      }
      default ->
          status >= 400 && status < 500
              ? new Refused("status " + status + ", " + message)
              : new Unavailable("status " + status + ", " + message);
    };
  }

  private static String noProtocol(String path, HttpResponse<byte[]> answer) {
    return path + ": status " + answer.statusCode() + " with an answer not of the agent protocol";
  }

  private static String describe(Throwable failure) {
    String name = failure.getClass().getSimpleName();
    return failure.getMessage() == null ? name : name + " " + failure.getMessage();
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
    threads.close();
  }
}
