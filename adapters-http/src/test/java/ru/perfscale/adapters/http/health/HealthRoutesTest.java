package ru.perfscale.adapters.http.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.http.Answer;
import ru.perfscale.adapters.http.HttpSettings;
import ru.perfscale.adapters.http.TestServer;
import ru.perfscale.adapters.http.agent.PollHub;

class HealthRoutesTest {
  private record Check(String name, Supplier<Optional<String>> asked) implements ReadinessCheck {
    @Override
    public Optional<String> problem() {
      return asked.get();
    }
  }

  private static TestServer start(ReadinessCheck... checks) {
    return TestServer.start(HttpSettings.DEFAULT, new PollHub(), List.of(checks));
  }

  @Test
  void aServerWithAllItsPartsIsLiveAndReadyForAnyone() {
    try (TestServer server =
        start(new Check("database", Optional::empty), new Check("identity", Optional::empty))) {
      assertThat(server.withoutToken().get("/health/live").has(200).text())
          .isEqualTo("{\"status\":\"live\"}");
      assertThat(server.withoutToken().get("/health/ready").has(200).text())
          .isEqualTo(
              "{\"status\":\"ready\",\"checks\":["
                  + "{\"name\":\"database\",\"ready\":true,\"message\":null},"
                  + "{\"name\":\"identity\",\"ready\":true,\"message\":null}]}");
    }
  }

  @Test
  void whatIsNotReadyIsNamedWithTheReason() {
    try (TestServer server =
        start(
            new Check("database", () -> Optional.of("does not answer")),
            new Check(
                "identity",
                () -> {
                  throw new IllegalStateException("http://secret.internal is away");
                }),
            new Check("agent", Optional::empty))) {
      Answer answer = server.withoutToken().get("/health/ready").has(503);

      assertThat(answer.text())
          .isEqualTo(
              "{\"error\":\"unavailable\",\"message\":\"Not ready: database: does not answer;"
                  + " identity: could not be checked\",\"status\":\"not_ready\",\"checks\":["
                  + "{\"name\":\"database\",\"ready\":false,\"message\":\"does not answer\"},"
                  + "{\"name\":\"identity\",\"ready\":false,\"message\":\"could not be checked\"},"
                  + "{\"name\":\"agent\",\"ready\":true,\"message\":null}]}");
      server.withoutToken().get("/health/live").has(200);
    }
  }

  @Test
  void manyQuestionsAskTheDatabaseOnce() {
    AtomicInteger asked = new AtomicInteger();
    try (TestServer server =
        start(
            new Check(
                "database",
                () -> {
                  asked.incrementAndGet();
                  return Optional.empty();
                }))) {
      long before = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        server.withoutToken().get("/health/ready").has(200);
      }
      long seconds = (System.nanoTime() - before) / 1_000_000_000;

      assertThat((long) asked.get()).isBetween(1L, 1 + seconds);
    }
  }
}
