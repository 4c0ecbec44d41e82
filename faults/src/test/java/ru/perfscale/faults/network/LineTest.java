package ru.perfscale.faults.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String FRAMES = "/agent/v1/assignments/a_1/frames";

  private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
  private final Deliveries deliveries = new Deliveries();
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer server;
  private Line line;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] answer =
              "{\"acked_seq\": 2, \"task_id\": \"t_1\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    line = Line.to(server.getAddress(), deliveries);
  }

  @AfterEach
  void stop() {
    line.close();
    http.shutdownNow();
    server.stop(0);
  }

  @Test
  void passesRequestsAndAnswersOfOneConnection() throws Exception {
    long before = System.nanoTime();

    assertThat(List.of(post("/one", "first").statusCode(), post("/two", "second").statusCode()))
        .containsExactly(200, 200);

    assertThat(bodies).containsExactly("first", "second");
    assertThat(line.lastHeard() - before).isPositive();
  }

  @Test
  void whatIsAskedForIsDoneAlthoughItsAnswerIsLost() throws Exception {
    line.set(
        new Meddler() {
          @Override
          public Deed answer(String path, int status) {
            return Deed.LOSE;
          }
        });

    assertThatThrownBy(() -> post("/one", "first")).isInstanceOf(IOException.class);

    assertThat(next()).isEqualTo("first");
  }

  @Test
  void aRequestCanComeTwice() throws Exception {
    line.set(requests(Deed.twice(Duration.ofMillis(1))));

    post("/one", "first");

    assertThat(List.of(next(), next())).containsExactly("first", "first");
  }

  @Test
  void halfARequestIsNone() {
    line.set(requests(Deed.HALVE));

    assertThatThrownBy(() -> post("/one", "first")).isInstanceOf(IOException.class);

    assertThat(bodies).isEmpty();
  }

  @Test
  void aBlackholeKeepsWhatWasSentUntilItIsWhole() throws Exception {
    post("/one", "first");
    line.set(Condition.BLACKHOLE);

    CompletableFuture<HttpResponse<String>> answer = send("/two", "second");
    assertThat(answer).isNotDone();
    line.set(Condition.WHOLE);

    assertThat(answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertThat(bodies).containsExactly("first", "second");
  }

  @Test
  void aCutEndsConnectionsAndTakesNone() throws Exception {
    post("/one", "first");

    line.set(Condition.CUT);

    assertThatThrownBy(() -> post("/two", "second")).isInstanceOf(IOException.class);
    assertThat(bodies).containsExactly("first");
  }

  @Test
  void deliveriesKnowWhatTheServerAcknowledgedAlsoWhereTheAnswerWasLost() throws Exception {
    post("/agent/v1/assignments/a_1/accept", "{}");
    line.set(
        new Meddler() {
          @Override
          public Deed answer(String path, int status) {
            return Deed.HALVE;
          }
        });

    assertThatThrownBy(() -> post(FRAMES, "{\"frames\": [" + frame(1, 5) + frame(2, 7, 1) + "]}"))
        .isInstanceOf(IOException.class);

    assertThat(deliveries.of("t_1"))
        .containsExactly(new Deliveries.Acknowledged("a_1", 2, 13, false));
  }

  private static String frame(int seq, int... counts) {
    StringBuilder intervals = new StringBuilder();
    for (int count : counts) {
      intervals.append(intervals.isEmpty() ? "" : ",").append("{\"count\": " + count + "}");
    }
    return (seq == 1 ? "" : ",") + "{\"seq\": " + seq + ", \"intervals\": [" + intervals + "]}";
  }

  private static Meddler requests(Deed deed) {
    return new Meddler() {
      @Override
      public Deed request(String path) {
        return deed;
      }
    };
  }

  private String next() throws InterruptedException {
    return bodies.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    try {
      return send(path, body).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  private CompletableFuture<HttpResponse<String>> send(String path, String body) {
    return http.sendAsync(
        HttpRequest.newBuilder(line.address().resolve(path))
            .version(HttpClient.Version.HTTP_1_1)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
