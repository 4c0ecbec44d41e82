package ru.perfscale.adapters.http.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.http.Answer;
import ru.perfscale.adapters.http.ApiClient;
import ru.perfscale.adapters.http.JoinBody;
import ru.perfscale.adapters.http.TestServer;
import ru.perfscale.application.audit.AuditEntry;
import ru.perfscale.application.audit.AuditEntry.Action;

class JoinRoutesTest {
  private static final String JOIN = "/agent/v1/join";
  private static final String ANY = "/api/v1/join-tokens";

  private TestServer server;
  private ApiClient member;
  private ApiClient host;

  @BeforeEach
  void start() {
    server = TestServer.start();
    member = server.as("member");
    host = server.withoutToken();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String token(String path) {
    return member.send("POST", path).has(201).json().path("token").textValue();
  }

  private Answer hello(String credential) {
    return server.as(credential).post("/agent/v1/hello", "{\"boot\": \"b1\"}");
  }

  private AuditEntry lastRefusal() {
    assertThat(server.memory.audit().getLast().action()).isEqualTo(Action.JOIN_REFUSED);
    return server.memory.audit().getLast();
  }

  private String registered(String hostname) {
    return member
        .post(
            "/api/v1/machines",
            """
            {"name": "mine", "hostname": "%s", "os": "macos", "arch": "arm64", "cpu_cores": 2}"""
                .formatted(hostname))
        .has(201)
        .id();
  }

  @Test
  void aTokenIsGoodForTenMinutesAndForNobodyElse() {
    Answer issued = member.send("POST", ANY).has(201);

    assertThat(issued.json().path("expires_at").textValue()).isEqualTo("2025-01-15T10:15:00.250Z");
    assertThat(issued.json().path("token").textValue()).matches("psj_[A-Za-z0-9_-]{43}");
    assertThat(issued.header("Cache-Control")).isEqualTo("no-store");
    assertThat(server.memory.audit().toString())
        .contains("JOIN_TOKEN_ISSUED")
        .doesNotContain(issued.json().path("token").textValue());
  }

  @Test
  void aHostRegistersItselfAndServesWithTheCredentialThatItMade() {
    Answer joined = host.post(JOIN, JoinBody.of(token(ANY), "worker-07", "psm_mine")).has(201);

    String id = joined.json().path("machine_id").textValue();
    assertThat(hello("psm_mine").has(200).json().path("machine_id").textValue()).isEqualTo(id);
    assertThat(member.get("/api/v1/machines/" + id).text())
        .contains("\"name\":\"worker-07\",\"hostname\":\"worker-07\",\"ip_address\":\"10.0.0.1\"")
        .contains("\"cpu_cores\":8,\"memory_gb\":15.6,\"status\":\"online\"");
    assertThat(server.memory.audit().getLast())
        .satisfies(entry -> assertThat(entry.action()).isEqualTo(Action.MACHINE_JOINED))
        .satisfies(entry -> assertThat(entry.subject()).isEqualTo(id))
        .satisfies(entry -> assertThat(entry.detail()).containsEntry("address", "127.0.0.1"));
  }

  @Test
  void aHostBecomesTheMachineThatItsTokenWasMadeFor() {
    String id = registered("known.example.com");

    host.post(JOIN, JoinBody.of(token("/api/v1/machines/" + id + "/join-tokens"), "ip-10-0-0-1"))
        .has(201);

    assertThat(member.get("/api/v1/machines/" + id).text())
        .contains("\"name\":\"mine\",\"hostname\":\"known.example.com\"")
        .contains("\"os\":\"linux\",\"arch\":\"amd64\",\"cpu_cores\":8");
    assertThat(member.get("/api/v1/machines").json()).hasSize(1);
  }

  @Test
  void aHostBecomesTheMachineOfItsNameThatHasNoAgentYet() {
    String id = registered("worker-07");

    Answer joined =
        host.post(
            JOIN,
            JoinBody.of(token(ANY), "WORKER-07").replace("{", "{\"name\": \"seven\", ").trim());

    assertThat(joined.has(201).json().path("machine_id").textValue()).isEqualTo(id);
    assertThat(member.get("/api/v1/machines/" + id).text())
        .contains("\"name\":\"seven\",\"hostname\":\"worker-07\"");
  }

  @Test
  void aSecondHostOfTheSameNameDoesNotTakeTheFirstOnesMachine() {
    host.post(JOIN, JoinBody.of(token(ANY), "localhost", "psm_first")).has(201);

    host.post(JOIN, JoinBody.of(token(ANY), "localhost", "psm_second"))
        .refuses(409, "conflict", "Machine m_");

    hello("psm_first").has(200);
    hello("psm_second").has(401);
    assertThat(lastRefusal().detail().get("why")).contains("has the hostname localhost already");
  }

  @Test
  void aTokenOfAMachineShutsOutTheAgentThatServedIt() {
    String id = registered("worker-07");
    String path = "/api/v1/machines/" + id + "/join-tokens";
    host.post(JOIN, JoinBody.of(token(path), "worker-07", "psm_old")).has(201);
    hello("psm_old").has(200);

    host.post(JOIN, JoinBody.of(token(path), "worker-07", "psm_new")).has(201);

    hello("psm_old").refuses(401, "unauthorized", "The machine credential is unknown or revoked");
    hello("psm_new").has(200);
  }

  @Test
  void aUsedTokenIsRefusedAndThatIsWrittenDown() {
    String token = token(ANY);
    host.post(JOIN, JoinBody.of(token, "worker-01")).has(201);

    host.post(JOIN, JoinBody.of(token, "worker-02"))
        .refuses(401, "unauthorized", "The join token was used already");

    assertThat(lastRefusal().tenant()).contains(TestServer.DEMO);
    assertThat(lastRefusal().actor().key()).isEqualTo("stranger:127.0.0.1");
    assertThat(lastRefusal().detail()).containsEntry("hostname", "worker-02");
    assertThat(member.get("/api/v1/machines").json()).hasSize(1);
  }

  @Test
  void aHostThatDidNotGetTheAnswerGetsItAgain() {
    String body = JoinBody.of(token(ANY), "worker-01", "psm_mine");
    String first = host.post(JOIN, body).has(201).text();
    server.memory.expireJoinTokens();

    assertThat(host.post(JOIN, body).has(201).text()).isEqualTo(first);
    assertThat(server.memory.audit())
        .filteredOn(entry -> entry.action() == Action.MACHINE_JOINED)
        .hasSize(1);
  }

  @Test
  void anExpiredTokenIsRefusedAndThatIsWrittenDown() {
    String token = token(ANY);
    server.memory.expireJoinTokens();

    host.post(JOIN, JoinBody.of(token, "worker-01"))
        .refuses(401, "unauthorized", "The join token has expired after 10 min");
    assertThat(lastRefusal().detail().get("why")).startsWith("The join token has expired");
  }

  @Test
  void aTokenOfAnotherServerIsRefusedAndThatIsWrittenDown() {
    host.post(JOIN, JoinBody.of("psj_of_somewhere_else", "worker-01"))
        .refuses(401, "unauthorized", "The join token is not one of this server");

    assertThat(lastRefusal().tenant()).isEmpty();
    assertThat(lastRefusal().toString()).doesNotContain("psj_of_somewhere_else");
  }

  @Test
  void aTokenNeverReachesIntoAnotherWorkspace() {
    String demos = registered("worker-01");
    String others = server.as("other").send("POST", ANY).has(201).json().path("token").textValue();

    String id =
        host.post(JOIN, JoinBody.of(others, "worker-01"))
            .has(201)
            .json()
            .path("machine_id")
            .textValue();

    assertThat(id).isNotEqualTo(demos);
    member.get("/api/v1/machines/" + id).has(404);
    server.as("other").get("/api/v1/machines/" + id).has(200);
    server.as("other").send("POST", "/api/v1/machines/" + demos + "/join-tokens").has(404);
  }

  @Test
  void aTokenOfARemovedMachineIsRefused() {
    String id = registered("worker-01");
    String token = token("/api/v1/machines/" + id + "/join-tokens");
    member.delete("/api/v1/machines/" + id).has(204);

    host.post(JOIN, JoinBody.of(token, "worker-01")).refuses(409, "conflict", "Machine " + id);
    assertThat(lastRefusal().subject()).isEqualTo(id);
  }

  @Test
  void aCredentialThatAnotherMachineHasIsRefused() {
    host.post(JOIN, JoinBody.of(token(ANY), "worker-01", "psm_mine")).has(201);

    host.post(JOIN, JoinBody.of(token(ANY), "worker-02", "psm_mine"))
        .refuses(409, "conflict", "The credential belongs to a machine already");
    hello("psm_mine").has(200);
  }

  @Test
  void anAgentOfAnotherProtocolIsRefusedAndItsTokenStaysGood() {
    String body = JoinBody.of(token(ANY), "worker-01");

    host.post(JOIN, body.replace("{", "{\"protocol\": 2, "))
        .refuses(400, "invalid_request", "protocol: 2 is not spoken here");
    assertThat(lastRefusal().detail().get("why")).contains("version 1 of the agent protocol");
    host.post(JOIN, body).has(201);
  }

  @Test
  void whatIsWrongIsNamedButNoSecretIsTold() {
    host.post(
            JOIN,
            """
            {"token": "psk_s3cret", "credential_hash": "psm_s3cret", "hostname": "no host",
             "os": "beos", "arch": "amd64", "cpu_cores": 0}""")
        .refuses(
            400,
            "invalid_request",
            "token: must be a join token, psj_…; credential_hash: must be the SHA-256 of a credential, "
                + "64 digits a-f, 0-9; hostname: \"no host\" must be a DNS name such as "
                + "runner-01.internal, or an IP address; os: \"beos\" must be one of linux, macos, "
                + "windows; cpu_cores: 0 must be a whole number from 1 to 4096");
  }

  @Test
  void whoFailsTooOftenHasToWaitAndNoMoreIsWrittenDown() {
    for (int i = 0; i < 10; i++) {
      host.post(JOIN, JoinBody.of("psj_guess", "worker-01")).has(401);
    }

    Answer refused =
        host.post(JOIN, JoinBody.of("psj_guess", "worker-01"))
            .refuses(429, "rate_limited", "Joining failed too often");

    assertThat(refused.header("Retry-After")).isEqualTo("6");
    assertThat(server.memory.audit()).hasSize(10);
  }

  @Test
  void onlyJoiningNeedsNoCredential() {
    host.post("/agent/v1/join/", JoinBody.of(token(ANY), "worker-01")).has(401);
    host.post("/agent/v1/hello", "{\"boot\": \"b\"}").has(401);
  }
}
