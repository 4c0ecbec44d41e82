package ru.perfscale.agent.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.perfscale.agent.protocol.ControlPlaneException.Gone;
import ru.perfscale.agent.protocol.ControlPlaneException.Unauthorised;
import ru.perfscale.agent.protocol.ControlPlaneException.Unavailable;
import ru.perfscale.runner.engine.LatencyMeaning;

class ControlPlaneTest {
  private static final LatencyMeaning LATENCY =
      new LatencyMeaning("a whole request", Duration.ofMillis(1));
  private static final Claim CLAIM = new Claim("a_1", 4);
  private static final String ENVELOPE = "{\"error\": \"code\", \"message\": \"in words\"}";

  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final Contact contact = new Contact();
  private HttpServer server;
  private ControlPlane controlPlane;
  private volatile int status = 200;
  private volatile String body = "{}";

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            paths.add(exchange.getRequestURI().getPath());
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, status == 204 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
          } catch (IOException e) {
            paths.add("the client hung up");
          }
        });
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    controlPlane = new ControlPlane(uri, new Credential("psm_x"), contact);
  }

  @AfterEach
  void close() {
    controlPlane.close();
    server.stop(0);
  }

  private void answer(int newStatus, String newBody) {
    status = newStatus;
    body = newBody;
  }

  private Class<?> failureOfFrames() {
    try {
      controlPlane.frames(CLAIM, List.of(), Optional.of(LATENCY));
      return null;
    } catch (ControlPlaneException e) {
      return e.getClass();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, Unauthorised",
    "404, Gone",
    "409, Gone",
    "400, Refused",
    "413, Refused",
    "429, Unavailable",
    "500, Unavailable",
    "503, Unavailable"
  })
  void anErrorOfTheControlPlaneMeansWhatTheProtocolSays(int code, String kind) {
    answer(code, ENVELOPE);

    assertThat(failureOfFrames().getSimpleName()).isEqualTo(kind);
    assertThat(paths).containsExactly("/agent/v1/assignments/a_1/frames");
  }

  @ParameterizedTest
  @CsvSource({"200", "302", "401", "404", "409", "502", "503"})
  void aPageThatIsNotOfTheProtocolIsNoAnswer(int code) {
    Duration before = contact.silence();
    answer(code, "<html>Sign in</html>");

    assertThat(failureOfFrames()).isEqualTo(Unavailable.class);
    assertThat(contact.silence()).isGreaterThan(before);
    assertThat(paths).hasSize(1);
  }

  @Test
  void answersAndWaitingCountAsContactAndErrorsDoNot() throws InterruptedException {
    answer(204, "");
    controlPlane.heartbeat("b", false);
    Duration heard = contact.silence();
    answer(500, ENVELOPE);
    failureOfFrames();
    assertThat(contact.silence()).isGreaterThan(heard);
    answer(503, ENVELOPE);
    long before = System.nanoTime();
    failureOfFrames();
    assertThat(contact.silence()).isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - before));
  }

  @Test
  void aDeliveryIsNoSignOfLife() throws InterruptedException {
    answer(200, "{\"acked_seq\": 1}");
    Duration before = contact.silence();

    controlPlane.finish(new Claim("a_1", 1), new byte[] {'{', '}'});

    assertThat(contact.silence()).isGreaterThan(before);
  }

  @Test
  void aWorkOrderIsRead() throws InterruptedException {
    answer(
        200,
        """
        {"task_id": "task_1", "tool": "k6", "script": "s", "users": 3, "duration_ms": null,
         "environment": {"A": "b"}, "time_limit_ms": 1000, "contact_limit_ms": 60000,
         "started_at": "2026-01-01T00:00:00Z", "unknown": 1}
        """);

    WorkOrder order = controlPlane.accept("b", CLAIM, Optional.empty());
    assertThat(order.users()).isEqualTo(OptionalInt.of(3));
    assertThat(order.duration()).isEmpty();
    assertThat(order.environment()).isEqualTo(Map.of("A", "b"));
    assertThat(order.contactLimit()).isEqualTo(Duration.ofMinutes(1));
    assertThat(order.toString()).doesNotContain("script").doesNotContain("b}");
  }

  @Test
  void anIdThatWouldChangeThePathIsRefused() {
    answer(200, "{\"offers\": [{\"assignment\": \"../x\", \"epoch\": 1, \"tool\": \"k6\"}]}");

    assertThatThrownBy(() -> controlPlane.poll("b", new ArrayList<>()))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("../x");
  }

  @Test
  void anAnswerOfAnotherShapeIsNoAnswer() {
    answer(200, "{\"acked_seq\": \"many\"}");

    assertThatThrownBy(() -> controlPlane.frames(CLAIM, List.of(), Optional.of(LATENCY)))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("acked_seq");
  }

  @Test
  void anEndlessAnswerIsCut() {
    answer(200, "[" + " ".repeat(17 << 20) + "]");

    assertThatThrownBy(() -> controlPlane.frames(CLAIM, List.of(), Optional.of(LATENCY)))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("bytes");
  }

  @Test
  void theCredentialIsShownNowhere() {
    answer(401, ENVELOPE);

    assertThatThrownBy(() -> controlPlane.heartbeat("b", false))
        .isInstanceOf(Unauthorised.class)
        .hasMessage("heartbeat: in words");
    assertThat(new Credential("psm_x").toString()).doesNotContain("psm_x");
    assertThatThrownBy(() -> new Credential("psm_x\n")).message().doesNotContain("psm_x\n");
  }

  @Test
  void goneIsGoneForEveryVerb() {
    answer(409, ENVELOPE);

    assertThatThrownBy(() -> controlPlane.accept("b", CLAIM, Optional.empty()))
        .isInstanceOf(Gone.class);
    assertThatThrownBy(() -> controlPlane.preparing(CLAIM, "")).isInstanceOf(Gone.class);
    assertThatThrownBy(() -> controlPlane.decline(CLAIM, "")).isInstanceOf(Gone.class);
    byte[] report =
        ControlPlane.report(CLAIM, FinishReport.withoutRun(FinishReport.End.CANCELLED, ""), 0);
    assertThatThrownBy(() -> controlPlane.finish(CLAIM, report)).isInstanceOf(Gone.class);
  }
}
