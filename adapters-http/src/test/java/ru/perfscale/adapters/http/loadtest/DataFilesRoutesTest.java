package ru.perfscale.adapters.http.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.http.AgentScript;
import ru.perfscale.adapters.http.AgentScript.Offer;
import ru.perfscale.adapters.http.Answer;
import ru.perfscale.adapters.http.ApiClient;
import ru.perfscale.adapters.http.TestServer;
import ru.perfscale.domain.loadtest.DataContent;

class DataFilesRoutesTest {
  private static final String USERS =
      """
      {"name": "users.csv", "content": "name\\nанна\\nbob\\n", "split": "divided_after_header"}""";
  private static final String SHOWN =
      "{\"name\":\"users.csv\",\"split\":\"divided_after_header\",\"size_bytes\":18,\"sha256\":\"%s\"}"
          .formatted(
              new DataContent("name\nанна\nbob\n".getBytes(StandardCharsets.UTF_8)).sha256());

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

  private Answer create(String files) {
    return member.post(
        "/api/v1/tests",
        "{\"name\": \"n\", \"tool\": \"k6\", \"script\": \"x\", \"data_files\": %s}"
            .formatted(files));
  }

  private static String base64(int bytes) {
    return Base64.getEncoder().encodeToString(new byte[bytes]);
  }

  @Test
  void filesAreShownWithoutTheirContent() {
    Answer created =
        create("[" + USERS + ", {\"name\": \"lib/a.bin\", \"content_base64\": \"AP+A\\nAA==\"}]")
            .has(201);

    assertThat(created.text())
        .endsWith(
            ",\"data_files\":["
                + SHOWN
                + ",{\"name\":\"lib/a.bin\",\"split\":\"whole\",\"size_bytes\":4,\"sha256\":\"%s\"}]}"
                    .formatted(new DataContent(new byte[] {0, -1, -128, 0}).sha256()));
    assertThat(member.get("/api/v1/tests").has(200).text()).isEqualTo("[" + created.text() + "]");
  }

  @Test
  void aChangeKeepsReplacesOrRemovesThem() {
    String path = "/api/v1/tests/" + create("[" + USERS + "]").has(201).id();

    assertThat(member.patch(path, "{\"name\": \"m\"}").has(200).text())
        .endsWith("\"data_files\":[" + SHOWN + "]}");
    assertThat(
            member
                .patch(path, "{\"data_files\": [{\"name\": \"a\", \"content\": \"\"}]}")
                .has(200)
                .json()
                .path("data_files")
                .findValuesAsText("name"))
        .containsExactly("a");
    assertThat(member.patch(path, "{\"data_files\": []}").has(200).text())
        .endsWith("\"data_files\":[]}");
    member.patch(path, "{\"data_files\": [" + USERS + "]}").has(200);
    assertThat(member.patch(path, "{\"data_files\": null}").has(200).text())
        .endsWith("\"data_files\":[]}");
  }

  @Test
  void everyWrongFileIsNamedAtOnce() {
    create(
            """
            [{"name": "../users.csv", "content": "x"}, {"name": "a", "split": "halved", "content": "x"},
             {"name": "b"}, {"name": "c", "content": "x", "content_base64": "eA=="},
             {"name": "d", "content_base64": "%"}, {"name": "lib", "content": "x"},
             {"name": "lib/e", "content": "x"}, {"name": "lib", "content": "y"}, 7]""")
        .refuses(
            400,
            "invalid_request",
            "data_files[0].name: \"../users.csv\" must be a relative path without '..', such as"
                + " users.csv, of at most 255 characters; "
                + "data_files[1].split: \"halved\" must be one of whole, divided, divided_after_header; "
                + "data_files[2].content_base64: is missing, must be text; "
                + "data_files[3].content_base64: \"eA==\" must be left out where there is content; "
                + "data_files[4].content_base64: \"%\" must be Base64; "
                + "data_files[6].name: \"lib/e\" must be no name, and no directory, of a file before; "
                + "data_files[7].name: \"lib\" must be no name, and no directory, of a file before; "
                + "data_files[8]: 7 must be an object");
    create("7").refuses(400, "invalid_request", "data_files: 7 must be a list");
    create("[" + "{},".repeat(20) + "{}]")
        .refuses(400, "invalid_request", "data_files: has 21 elements, must have at most 20");
  }

  @Test
  void filesOfExactlyFiveMebibytesAreTakenAndOneByteMoreIsNot() {
    String files =
        """
        [{"name": "a", "content_base64": "%s"}, {"name": "b", "content_base64": "%s"}]""";

    create(files.formatted(base64(5 << 19), base64(5 << 19))).has(201);
    create(files.formatted(base64(5 << 19), base64((5 << 19) + 1)))
        .refuses(400, "invalid_request", "data_files[1].content_base64: \"AAAA");
  }

  @Test
  void anAgentReadsTheFilesOfItsOfferAsTheyWereWhenTheTaskWasSubmitted() {
    AgentScript agent = AgentScript.hello(server, TestServer.DEMO, "worker");
    byte[] large = new byte[300_000];
    large[large.length - 1] = 1;
    String test =
        create(
                "[%s, {\"name\": \"b\", \"content_base64\": \"%s\"}]"
                    .formatted(USERS, Base64.getEncoder().encodeToString(large)))
            .has(201)
            .id();
    Answer task = member.post("/api/v1/tasks", "{\"testId\": \"" + test + "\"}").has(202);
    member.patch("/api/v1/tests/" + test, "{\"data_files\": []}").has(200);

    JsonNode offered = agent.poll().has(200).json().path("offers").path(0);
    assertThat(offered.path("data_files").findValuesAsText("name"))
        .containsExactly("users.csv", "b");
    Offer offer = agent.nextOffer();
    assertThat(data(agent, offer, 1, 0).has(200).text()).isEqualTo("name\nанна\nbob\n");
    assertThat(data(agent, offer, 1, 18).has(200).bytes()).isEmpty();
    assertThat(data(agent, offer, 2, 0).has(200).bytes()).hasSize(262_144);
    assertThat(data(agent, offer, 2, 262_144).has(200).bytes()).hasSize(37_856).endsWith(1);
    data(agent, offer, 3, 0).refuses(404, "not_found", "Data file 3 does not exist");
    data(agent, offer, 21, 0).refuses(400, "invalid_request", "file: 21 must be a whole number");
    assertThat(member.get("/api/v1/tasks/" + task.id()).text()).contains(SHOWN);
  }

  @Test
  void noOtherAgentReadsThem() {
    AgentScript agent = AgentScript.hello(server, TestServer.DEMO, "worker");
    String test = create("[" + USERS + "]").has(201).id();
    member.post("/api/v1/tasks", "{\"testId\": \"" + test + "\"}").has(202);
    Offer offer = agent.nextOffer();

    AgentScript another = AgentScript.hello(server, TestServer.DEMO, "another");
    data(another, offer, 1, 0).has(404);
    data(agent, new Offer(offer.assignment(), 9), 1, 0).has(409);
    agent
        .client
        .post(offer.path("data"), "{\"boot\": \"old\", \"epoch\": 1, \"file\": 1, \"from\": 0}")
        .has(409);
    data(agent, offer, 1, 0).has(200);
  }

  private static Answer data(AgentScript agent, Offer offer, int file, int from) {
    return agent.client.post(
        offer.path("data"),
        "{\"boot\": \"b1\", \"epoch\": %d, \"file\": %d, \"from\": %d}"
            .formatted(offer.epoch(), file, from));
  }
}
