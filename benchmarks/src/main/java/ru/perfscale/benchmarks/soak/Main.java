package ru.perfscale.benchmarks.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgres;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgresSettings;
import ru.perfscale.application.machine.CredentialHash;
import ru.perfscale.benchmarks.Machine;

/**
 * {@code benchmarks/run soak [--agents 1000] [--labels 20] [--samples 50] [--seconds 600]}. Each
 * agent serves a machine of its own and runs a task of its own. Exit code 1 when a task did not
 * pass, or has not the count that it must have.
 */
public final class Main {
  private static final String ENROL =
      """
      INSERT INTO agent (tenant, machine, credential_hash)
      SELECT tenant, id, ? FROM machine WHERE id = ?
      """;

  private final Shape shape;
  private final EmbeddedPostgres database;
  private final ServerProcess server;
  private final Link other;
  private final List<String> credentials = new ArrayList<>();
  private final List<String> tasks = new ArrayList<>();

  private Main(Shape shape, EmbeddedPostgres database, ServerProcess server, Link other) {
    this.shape = shape;
    this.database = database;
    this.server = server;
    this.other = other;
  }

  public static void main(String[] args) throws Exception {
    System.setProperty("perfscale.log.level", "WARN");
    Shape shape = Shape.of(Arrays.asList(args));
    Path directory = Files.createTempDirectory("perfscale-soak-");
    Files.setPosixFilePermissions(
        directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x--x"));
    boolean right;
    try (EmbeddedPostgres database =
            EmbeddedPostgres.start(
                EmbeddedPostgresSettings.of(
                    directory.resolve("postgres"), directory.resolve("cache")));
        ServerProcess server = new ServerProcess(database, directory.resolve("data"))) {
      HttpClient http = HttpClient.newHttpClient();
      right = new Main(shape, database, server, server.login(http)).run();
    } finally {
      delete(directory);
    }
    System.exit(right ? 0 : 1);
  }

  private boolean run() throws Exception {
    System.out.printf("%s%n%n", Machine.describe());
    System.out.printf(
        "%,d agents, %d labels of %d samples each second, %,d seconds; PostgreSQL with fsync on.%n%n",
        shape.agents(), shape.labels(), shape.samples(), shape.seconds());
    prepare();
    deliver();
    return everyTaskIsRight();
  }

  private void prepare() throws Exception {
    String test =
        other
            .post(
                "/api/v1/tests",
                "{\"name\":\"soak\",\"tool\":\"k6\",\"script\":\"export default function () {}\"}")
            .path("id")
            .asText();
    try (Connection connection =
        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
      for (int i = 0; i < shape.agents(); i++) {
        enrol(connection, i);
        tasks.add(other.post("/api/v1/tasks", "{\"testId\":\"" + test + "\"}").path("id").asText());
      }
    }
  }

  private void enrol(Connection connection, int number)
      throws SQLException, IOException, InterruptedException {
    String machine =
        other
            .post(
                "/api/v1/machines",
                "{\"name\":\"soak\",\"hostname\":\"soak-%d\",\"os\":\"linux\",\"arch\":\"amd64\"}"
                    .formatted(number))
            .path("id")
            .asText();
    String credential = "psm_" + UUID.randomUUID();
    try (PreparedStatement enrol = connection.prepareStatement(ENROL)) {
      enrol.setString(1, CredentialHash.of(credential).hex());
      enrol.setString(2, machine);
      enrol.executeUpdate();
    }
    credentials.add(credential);
  }

  private void deliver() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Agents.class.getName()));
    command.addAll(List.of("--server", server.address().toString()));
    command.addAll(shape.options());
    Process agents =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (PrintWriter input = new PrintWriter(agents.outputWriter(StandardCharsets.US_ASCII))) {
      credentials.forEach(input::println);
    }
    try (BufferedReader output = agents.inputReader(StandardCharsets.UTF_8)) {
      follow(output, agents.toHandle());
    } finally {
      agents.destroy();
      agents.waitFor();
    }
  }

  private void follow(BufferedReader output, ProcessHandle agents) throws IOException {
    Cores cores = null;
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      String[] parts = line.split(" ", 4);
      switch (parts[0]) {
        case "begun" -> {
          System.out.println(
              "| s | backlog, frames | delivery ms, p50 / p99 / max | server, cores | PostgreSQL | agents |");
          System.out.println("|---|---|---|---|---|---|");
          cores =
              new Cores(server.handle(), ProcessHandle.of(database.pid()).orElseThrow(), agents);
        }
        case "look" ->
            System.out.printf(
                "| %s | %s | %s | %s |%n", parts[1], parts[2], parts[3], cores.sinceLast());
        case "ended" -> {
          System.out.printf("| all | | %s | %s |%n", line.split(" ", 3)[2], cores.sinceBegin());
          System.out.printf("%n%s requests were refused and repeated.%n", parts[1]);
        }
        default -> System.out.println(line);
      }
    }
  }

  private boolean everyTaskIsRight() throws IOException, InterruptedException {
    long expected = (long) shape.labels() * shape.samples() * shape.seconds();
    int wrong = 0;
    for (String id : tasks) {
      JsonNode task = other.get("/api/v1/tasks/" + id);
      if (!task.path("status").asText().equals("passed")
          || task.path("total_requests").asLong() != expected) {
        wrong++;
        if (wrong <= 3) {
          System.out.println("Not as it must be: " + task);
        }
      }
    }
    System.out.printf(
        "%,d of %,d tasks passed with %,d requests each.%n",
        tasks.size() - wrong, tasks.size(), expected);
    return wrong == 0;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
