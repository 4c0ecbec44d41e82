package ru.perfscale.bootstrap.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.bootstrap.settings.SettingsException;

class JoinedMachineTest {
  private static final Optional<String> TOKEN = Optional.of("psj_first");
  private static final Optional<String> OTHER_TOKEN = Optional.of("psj_second");
  private static final Optional<String> NO_NAME = Optional.empty();

  @TempDir private Path directory;

  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private Optional<URI> address;
  private volatile int status = 201;
  private volatile boolean stopAsked;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/agent/v1/join",
        exchange -> {
          try (exchange) {
            asked.add(new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes()));
            String answer =
                status == 201
                    ? "{\"machine_id\": \"m_" + asked.size() + "\"}"
                    : "{\"error\": \"code\", \"message\": \"in words\"}";
            exchange.sendResponseHeaders(status, answer.length());
            exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
          }
        });
    server.start();
    address = Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private Membership.State state(Optional<URI> at, Optional<String> token) {
    Membership membership =
        new Membership(
            new OwnFile(directory.resolve("machine.json")),
            new OwnFile(directory.resolve("joining.json")));
    return new JoinedMachine(membership, () -> stopAsked).state(at, token, NO_NAME);
  }

  private String hash(int request) {
    return asked.get(request).required("credential_hash").asText();
  }

  @Test
  void aHostJoinsOnceAndStartsAgainWithOrWithoutItsToken() {
    Membership.State joined = state(address, TOKEN);

    assertThat(joined.machine()).isEqualTo("m_1");
    assertThat(state(Optional.empty(), Optional.empty())).isEqualTo(joined);
    assertThat(state(address, TOKEN)).isEqualTo(joined);
    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst().required("cpu_cores").asInt()).isPositive();
    assertThat(asked.getFirst().required("ip_address").asText()).isEqualTo("127.0.0.1");
  }

  @Test
  void aJoinThatWasNotAnsweredIsAskedAgainWithTheSameCredential() {
    status = 503;
    stopAsked = true;
    assertThatThrownBy(() -> state(address, TOKEN)).isInstanceOf(CancellationException.class);

    status = 201;
    state(address, TOKEN);

    assertThat(hash(1)).isEqualTo(hash(0));
    assertThat(directory.resolve("joining.json")).doesNotExist();
  }

  @Test
  void anotherTokenJoinsAnewAndUntilThenTheHostIsWhatItWas() throws Exception {
    Membership.State first = state(address, TOKEN);
    status = 401;
    assertThatThrownBy(() -> state(address, OTHER_TOKEN))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("does not let this host join")
        .hasMessageContaining("in words");
    assertThat(state(address, Optional.empty())).isEqualTo(first);

    status = 201;
    Membership.State second = state(Optional.empty(), OTHER_TOKEN);

    assertThat(second.machine()).isEqualTo("m_3");
    assertThat(hash(2)).isNotEqualTo(hash(0));
    assertThat(Files.readString(directory.resolve("machine.json")))
        .doesNotContain("psj_first", "psj_second");
  }

  @Test
  void aCredentialGoesToNoOtherServer() {
    state(address, TOKEN);

    assertThatThrownBy(
            () -> state(Optional.of(URI.create("https://elsewhere.example")), Optional.empty()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("not of https://elsewhere.example")
        .hasMessageContaining(directory.resolve("machine.json").toString());
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    assertThatThrownBy(() -> state(address, Optional.empty()))
        .hasMessageContaining("belongs to no control plane yet");
    assertThatThrownBy(() -> state(Optional.empty(), TOKEN)).hasMessageStartingWith("--server");
    Files.writeString(directory.resolve("machine.json"), "{\"server\": 1");
    assertThatThrownBy(() -> state(address, Optional.empty()))
        .hasMessageContaining("machine.json is damaged");
  }
}
