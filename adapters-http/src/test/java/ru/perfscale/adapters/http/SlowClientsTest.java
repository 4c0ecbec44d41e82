package ru.perfscale.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.http.agent.PollHubs;

class SlowClientsTest {
  private TestServer server;

  @BeforeEach
  void start() {
    server =
        TestServer.start(
            new HttpSettings(Set.of(), Duration.ofMillis(200)),
            PollHubs.waitingFor(Duration.ofMillis(1_000)),
            List.of());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whoNeverEndsTheHeadersIsCutOff() throws Exception {
    assertThat(RawClient.exchange(server.port(), "GET /api/v1/tasks HTTP/1.1\r\nHost: x\r\n"))
        .doesNotContain("200 OK");
  }

  @Test
  void whoNeverEndsTheBodyIsToldAndCutOff() throws Exception {
    String request =
        "POST /api/v1/tests HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer member\r\n"
            + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"name\"";

    assertThat(RawClient.send(server.port(), request).json().path("message").textValue())
        .startsWith("The body did not arrive");
  }

  @Test
  void anAgentThatWaitsIsNotSlow() {
    AgentScript agent = AgentScript.hello(server, TestServer.DEMO, "worker-01");

    assertThat(agent.poll().has(200).text())
        .isEqualTo("{\"offers\":[],\"starts\":[],\"cancels\":[],\"drops\":[]}");
  }
}
