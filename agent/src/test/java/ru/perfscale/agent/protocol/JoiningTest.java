package ru.perfscale.agent.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JoiningTest {
  private static final Credential CREDENTIAL = new Credential("test");
  private static final JoinRequest REQUEST =
      new JoinRequest(
          "psj_s3cret",
          CREDENTIAL,
          Optional.of("worker"),
          new HostFacts(
              "host", Optional.of("10.0.0.1"), "linux", "amd64", 8, new BigDecimal("15.6")));

  private HttpServer server;
  private Joining joining;
  private volatile int status = 201;
  private volatile String answer = "{\"machine_id\": \"m_1\"}";
  private volatile String asked;
  private volatile boolean authorized;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/agent/v1/join",
        exchange -> {
          try (exchange) {
            asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            authorized = exchange.getRequestHeaders().containsKey("Authorization");
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
    joining = new Joining(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void close() {
    joining.close();
    server.stop(0);
  }

  @Test
  void theServerGetsTheHashOfTheCredentialAndNeverTheCredential() throws Exception {
    assertThat(joining.join(REQUEST)).isEqualTo("m_1");

    JsonNode sent = Json.object(asked.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    assertThat(sent.get("credential_hash").asText())
        .as("SHA-256 of test")
        .isEqualTo("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    assertThat(sent.get("token").asText()).isEqualTo("psj_s3cret");
    assertThat(sent.get("protocol").asInt()).isEqualTo(1);
    assertThat(sent.get("memory_gb").decimalValue()).isEqualTo("15.6");
    assertThat(asked).doesNotContain("\"test\"");
    assertThat(authorized).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "401, Unauthorised",
    "409, Gone",
    "400, Refused",
    "429, Unavailable",
    "503, Unavailable"
  })
  void onlyWhatMaySucceedLaterIsWorthAskingAgain(int code, String kind) {
    status = code;
    answer = "{\"error\": \"code\", \"message\": \"in words\"}";

    assertThatThrownBy(() -> joining.join(REQUEST))
        .hasMessageContaining("in words")
        .extracting(failure -> failure.getClass().getSimpleName())
        .isEqualTo(kind);
  }

  @Test
  void credentialsAreMadeAnewAndSecretsAreShownNowhere() {
    assertThat(Credential.create()).isNotEqualTo(Credential.create());
    assertThat(Credential.create().secret()).matches("psm_[A-Za-z0-9_-]{43}");
    assertThat(REQUEST.toString()).doesNotContain("s3cret");
  }
}
