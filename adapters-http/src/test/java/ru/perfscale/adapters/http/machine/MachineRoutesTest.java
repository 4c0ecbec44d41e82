package ru.perfscale.adapters.http.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.http.Answer;
import ru.perfscale.adapters.http.ApiClient;
import ru.perfscale.adapters.http.TestServer;

class MachineRoutesTest {
  private static final String RUNNER =
      """
      {"name": "my-runner", "hostname": "runner.example.com", "ip_address": "203.0.113.5",
       "os": "linux", "arch": "arm64", "cpu_cores": 4, "memory_gb": 8}""";

  private TestServer server;
  private ApiClient member;

  @BeforeEach
  void start() {
    server = TestServer.start();
    member = server.as("member");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aRegisteredMachineIsAnsweredWholeAndOffline() {
    Answer created = member.post("/api/v1/machines", RUNNER).has(201);

    assertThat(created.header("Location")).isEqualTo("/api/v1/machines/" + created.id());
    assertThat(created.text())
        .isEqualTo(
            ("{\"id\":\"%s\",\"name\":\"my-runner\",\"hostname\":\"runner.example.com\","
                    + "\"ip_address\":\"203.0.113.5\",\"os\":\"linux\",\"arch\":\"arm64\","
                    + "\"cpu_cores\":4,\"memory_gb\":8,\"status\":\"offline\","
                    + "\"created_at\":\"2025-01-15T10:05:00.250Z\",\"last_seen_at\":null,"
                    + "\"tools\":[],\"labels\":{},\"slots\":1,\"maintenance\":false,"
                    + "\"agent_version\":null}")
                .formatted(created.id()));
    assertThat(member.get("/api/v1/machines/" + created.id()).has(200).json())
        .isEqualTo(created.json());
    assertThat(server.as("viewer").get("/api/v1/machines").has(200).text())
        .isEqualTo("[" + created.text() + "]");
  }

  @Test
  void whatIsOptionalIsNullNotAbsent() {
    Answer created =
        member
            .post(
                "/api/v1/machines",
                """
                {"name": "m", "hostname": "::1", "os": "darwin", "arch": "x86_64",
                 "ip_address": null, "memory_gb": 0.50, "unknown": 1}""")
            .has(201);

    assertThat(created.text())
        .contains("\"os\":\"macos\",\"arch\":\"amd64\"")
        .contains("\"ip_address\":null", "\"cpu_cores\":null", "\"memory_gb\":0.5,");
  }

  @Test
  void everyWrongFieldIsNamedAtOnceWithItsValueAndWhatIsAllowed() {
    member
        .post(
            "/api/v1/machines",
            """
            {"name": "", "ip_address": "10.0.0.300", "os": "beos", "arch": 5, "cpu_cores": 1.5,
             "memory_gb": "16"}""")
        .refuses(
            400,
            "invalid_request",
            "name: \"\" must be text of 1 to 100 characters; "
                + "hostname: is missing, must be a DNS name such as runner-01.internal, or an IP"
                + " address; "
                + "ip_address: \"10.0.0.300\" must be an IPv4 or IPv6 address; "
                + "os: \"beos\" must be one of linux, macos, windows; "
                + "arch: 5 must be one of amd64, arm64; "
                + "cpu_cores: 1.5 must be a whole number from 1 to 4096; "
                + "memory_gb: \"16\" must be a number of gigabytes above 0");
  }

  @Test
  void numbersBeyondEveryRangeAreRefusedNotFaults() {
    member
        .post(
            "/api/v1/machines",
            """
            {"name": "m", "hostname": "h", "os": "linux", "arch": "amd64",
             "cpu_cores": 99999999999999999999, "memory_gb": 1e999999}""")
        .refuses(400, "invalid_request", "cpu_cores: 99999999999999999999 must be");
  }

  @Test
  void aHostnameThatIsTakenIsAConflictWhateverItsLetterCase() {
    member.post("/api/v1/machines", RUNNER).has(201);

    member
        .post("/api/v1/machines", RUNNER.replace("runner.example", "RUNNER.Example"))
        .refuses(409, "conflict", "A machine with the hostname RUNNER.Example.com");
  }

  @Test
  void aChangeTouchesWhatIsGivenOnly() {
    Answer created = member.post("/api/v1/machines", RUNNER);
    String path = "/api/v1/machines/" + created.id();

    member.patch(path, "{\"labels\": {\"zone\": \"a\", \"disk.kind\": \"ssd\"}}").has(200);
    Answer changed = member.patch(path, "{\"name\": \"renamed\", \"maintenance\": true}").has(200);

    assertThat(changed.text())
        .isEqualTo(
            created
                .text()
                .replace("my-runner", "renamed")
                .replace("\"status\":\"offline\"", "\"status\":\"maintenance\"")
                .replace("\"labels\":{}", "\"labels\":{\"disk.kind\":\"ssd\",\"zone\":\"a\"}")
                .replace("\"maintenance\":false", "\"maintenance\":true"));
    assertThat(member.get(path).text()).isEqualTo(changed.text());
    assertThat(member.patch(path, "{\"labels\": null, \"maintenance\": false}").has(200).text())
        .isEqualTo(created.text().replace("my-runner", "renamed"));
  }

  @Test
  void whatIsWrongInAChangeIsNamed() {
    String path = "/api/v1/machines/" + member.post("/api/v1/machines", RUNNER).id();

    member
        .patch(path, "{\"name\": \" \", \"labels\": {\"zone\": 1}, \"maintenance\": \"yes\"}")
        .refuses(
            400,
            "invalid_request",
            "name: \" \" must be text of 1 to 100 characters; labels.zone: 1 must be text; "
                + "maintenance: \"yes\" must be true or false");
    member
        .patch(path, "{\"labels\": {\"-zone\": \"a\"}}")
        .refuses(400, "invalid_request", "labels: must have keys of 1 to 63 letters");
    member
        .patch(path, "{\"hostname\": \"other\"}")
        .refuses(
            400, "invalid_request", "body: must have at least one of name, labels, maintenance");
  }

  @Test
  void whoChangesWhatIsWrittenDown() {
    String id = member.post("/api/v1/machines", RUNNER).id();
    member.patch("/api/v1/machines/" + id, "{\"maintenance\": true}").has(200);
    member.patch("/api/v1/machines/" + id, "{\"maintenance\": true}").has(200);
    server.as("viewer").delete("/api/v1/machines/" + id).has(403);
    member.delete("/api/v1/machines/" + id).has(204);

    assertThat(server.memory.audit())
        .allSatisfy(entry -> assertThat(entry.subject()).isEqualTo(id))
        .allSatisfy(entry -> assertThat(entry.actor().key()).isEqualTo("person:sub-member"))
        .extracting(entry -> entry.action() + " " + entry.detail())
        .containsExactly(
            "MACHINE_REGISTERED {by=member, hostname=runner.example.com}",
            "MACHINE_CHANGED {by=member, maintenance=true}",
            "MACHINE_REMOVED {by=member}");
  }

  @Test
  void aRemovedMachineIsGone() {
    String id = member.post("/api/v1/machines", RUNNER).id();

    assertThat(member.delete("/api/v1/machines/" + id).has(204).bytes()).isEmpty();
    member.get("/api/v1/machines/" + id).refuses(404, "not_found", "Machine " + id);
    member.delete("/api/v1/machines/" + id).has(404);
    assertThat(member.get("/api/v1/machines").text()).isEqualTo("[]");
  }

  @Test
  void aMalformedIdIsAnUnknownOne() {
    member.get("/api/v1/machines/m_99").refuses(404, "not_found", "Machine m_99 does not exist");
  }
}
