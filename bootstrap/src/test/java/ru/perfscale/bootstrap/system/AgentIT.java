package ru.perfscale.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A host that joins a control plane elsewhere, as programs of their own. */
class AgentIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Pattern JOINED = Pattern.compile("this host is machine (m_\\w+) of");

  private static PassableDirectory directory;
  private static Up up;

  /** Whose workspace has no machine of {@code up} itself. */
  private static Api other;

  @BeforeAll
  static void start() {
    directory = PassableDirectory.create("agent");
    up = Up.start(directory);
    other = up.as("other");
  }

  @AfterAll
  static void stop() {
    if (up != null) {
      up.close();
    }
    directory.close();
  }

  private static Program.Command agent(String data, String... more) {
    String[] all =
        Stream.concat(
                Stream.of("agent", "--data", directory.resolve(data).toString()), Stream.of(more))
            .toArray(String[]::new);
    return new Program.Command(directory.path(), all);
  }

  private static String joinOptions(Path file) throws IOException {
    Files.writeString(file, other.post("/join-tokens", Map.of()).text("token") + "\n");
    return file.toString();
  }

  private static String machineOf(Program agent) {
    return agent.awaitOut(JOINED, LIMIT).group(1);
  }

  private static JsonNode machine(String id) {
    return other.get("/machines/" + id).body();
  }

  private static void awaitStatus(String machine, String status) {
    assertThat(Await.that(LIMIT, () -> machine(machine).required("status").asText().equals(status)))
        .as("%s: %s", status, machine(machine))
        .isTrue();
  }

  private static String untilTold(Path file) {
    return "until [ -e %s ]; do echo '1 ok tick' > $PERFSCALE_SAMPLES; sleep 0.2; done"
        .formatted(file);
  }

  @Test
  void aHostJoinsRunsLoadTestsComesBackAndDrains() throws IOException {
    Path token = directory.resolve("token");
    String server = up.address().toString();
    String id;
    try (Program agent =
        agent("worker", "--server", server, "--name", "worker-1", "--join-file", joinOptions(token))
            .start()) {
      id = machineOf(agent);
      awaitStatus(id, "online");
      assertThat(machine(id).required("name").asText()).isEqualTo("worker-1");
      assertThat(machine(id).required("cpu_cores").asInt()).isPositive();
      assertThat(machine(id).required("tools").toString())
          .contains("{\"name\":\"custom\",\"version\":null,\"installed\":true}");
      assertThat(machine(id).required("agent_version").asText()).isNotBlank();
      assertThat(credential("worker").required("machine").asText()).isEqualTo(id);

      String task = other.submit("custom", "echo '2.5 ok step' > $PERFSCALE_SAMPLES");
      Api.Task ended = other.ended(task, LIMIT);
      assertThat(ended.status()).as("%s", ended).isEqualTo("passed");
      assertThat(other.get("/tasks/" + task).body().required("machine_ids").get(0).asText())
          .isEqualTo(id);

      assertACopyIsRefused();
      agent.killGroup();
    }
    Program reused = agent("thief", "--server", server, "--join-file", token.toString()).run(LIMIT);
    assertThat(reused.exitCode(LIMIT)).as(reused.output()).isEqualTo(2);
    assertThat(reused.err()).contains("does not let this host join", "was used already");

    try (Program again = agent("worker").start()) {
      assertThat(machineOf(again)).isEqualTo(id);
      assertDrains(again, id);
    }
    assertThat(Processes.leftAbout(directory.resolve("worker"))).isEmpty();
  }

  /** Somebody copied the directory while its agent serves. */
  private static void assertACopyIsRefused() throws IOException {
    Path copy = Files.createDirectory(directory.resolve("copy"));
    for (String file : new String[] {"machine.json", "lives"}) {
      Files.copy(directory.resolve("worker").resolve(file), copy.resolve(file));
    }
    try (Program second = agent("copy").start()) {
      assertThat(
              Await.that(
                  LIMIT, () -> second.err().contains("Another agent with the same credential")))
          .as(second.output())
          .isTrue();
      second.signal("TERM");
      assertThat(second.exitCode(LIMIT)).as(second.output()).isEqualTo(143);
    }
  }

  /** What runs goes on to its end, nothing new begins. */
  private static void assertDrains(Program agent, String machine) throws IOException {
    awaitStatus(machine, "online");
    Path told = directory.resolve("told");
    String running = other.submit("custom", untilTold(told));
    other.awaited(running, LIMIT, "requests", seen -> seen.totalRequests() > 0);

    agent.signal("TERM");
    awaitStatus(machine, "maintenance");
    String waiting = other.submit("custom", "true");
    Files.createFile(told);

    Api.Task ended = other.ended(running, LIMIT);
    assertThat(ended.status()).as("%s", ended).isEqualTo("passed");
    assertThat(agent.exitCode(LIMIT)).as(agent.output()).isEqualTo(143);
    assertThat(other.task(waiting).status()).isEqualTo("pending");
    assertThat(other.delete("/tasks/" + waiting).status()).isEqualTo(204);
  }

  private static JsonNode credential(String data) throws IOException {
    Path file = directory.resolve(data).resolve("machine.json");
    assertThat(Files.getPosixFilePermissions(file).toString())
        .contains("OWNER_READ")
        .doesNotContain("GROUP", "OTHERS");
    return new com.fasterxml.jackson.databind.ObjectMapper().readTree(file.toFile());
  }

  @Test
  void whatCannotBeStartedSaysWhy() throws IOException {
    Program unknown = agent("nobody").run(LIMIT);
    assertThat(unknown.exitCode(LIMIT)).as(unknown.output()).isEqualTo(2);
    assertThat(unknown.err())
        .contains("belongs to no control plane yet", "--join TOKEN")
        .doesNotContain("Exception");

    Path foreign = directory.resolve("foreign");
    Files.writeString(foreign, "psj_of_another_server");
    Program refused =
        agent("nobody", "--server", up.address().toString(), "--join-file", foreign.toString())
            .run(LIMIT);
    assertThat(refused.exitCode(LIMIT)).as(refused.output()).isEqualTo(2);
    assertThat(refused.err())
        .contains("is not one of this server")
        .doesNotContain("psj_of_another_server");
  }
}
