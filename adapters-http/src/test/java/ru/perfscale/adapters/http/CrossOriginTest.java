package ru.perfscale.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.http.agent.PollHub;

class CrossOriginTest {
  private static final String ALLOWED = "https://perf.example.com";

  private static final Duration IDLE = Duration.ofSeconds(30);

  private static TestServer start() {
    return TestServer.start(new HttpSettings(Set.of(ALLOWED), IDLE), new PollHub(), List.of());
  }

  private static Answer get(TestServer server, String origin) {
    ApiClient member = server.as("member");
    return member.send(member.request("/api/v1/tasks").GET().header("Origin", origin)).has(200);
  }

  private static Answer preflight(TestServer server, String origin) {
    ApiClient browser = server.withoutToken();
    return browser.send(
        browser
            .request("/api/v1/tasks")
            .method("OPTIONS", BodyPublishers.noBody())
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "POST"));
  }

  @Test
  void pagesOfAnAllowedOriginMayCall() {
    try (TestServer server = start()) {
      Answer preflight = preflight(server, ALLOWED).has(204);
      assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(ALLOWED);
      assertThat(preflight.header("Access-Control-Allow-Headers")).contains("Authorization");
      assertThat(preflight.header("Access-Control-Allow-Credentials")).isNull();

      Answer answer = get(server, ALLOWED);
      assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(ALLOWED);
      assertThat(answer.header("Vary")).isEqualTo("Origin");
    }
  }

  @Test
  void pagesOfOtherOriginsMayNot() {
    try (TestServer server = start()) {
      preflight(server, "https://evil.example.com").has(401);
      assertThat(get(server, ALLOWED + ".evil.com").header("Access-Control-Allow-Origin")).isNull();
    }
  }

  @Test
  void unlessSomebodySaysSoNobodyMay() {
    try (TestServer server = TestServer.start()) {
      preflight(server, ALLOWED).has(401);
      assertThat(get(server, ALLOWED).headers().map())
          .doesNotContainKeys("access-control-allow-origin", "vary");
    }
  }

  @Test
  void whatIsNoOriginIsRefusedAtTheStart() {
    for (String wrong : new String[] {"*", "perf.example.com", "https://a.com/", "null"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new HttpSettings(Set.of(wrong), IDLE))
          .withMessageContaining("'" + wrong + "'");
    }
  }
}
