package ru.perfscale.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import ru.perfscale.agent.journal.JournalSettings;
import ru.perfscale.agent.protocol.Credential;
import ru.perfscale.runner.engine.LoadEngine;
import ru.perfscale.runner.engine.ToolMissing;

/** A machine with a real engine and an agent in a hurry, and the control plane it serves. */
final class TestMachine implements AutoCloseable {
  static final Timing FAST =
      new Timing(
          Duration.ofMillis(200),
          Duration.ofMillis(100),
          Duration.ofMillis(50),
          Duration.ofMillis(10),
          Duration.ofMillis(200),
          Duration.ofMillis(300),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2));

  final FakeControlPlane server = new FakeControlPlane();
  final FakeToolbox toolbox = new FakeToolbox();
  private final Path directory = Files.createTempDirectory("perfscale-agent-test");
  private final Path shared = directory.resolve("shared");
  final Path journals = directory.resolve("journals");
  final LoadEngine engine;
  private Agent agent;
  private AgentProcess process;

  TestMachine() throws IOException {
    // Tools may run as another user, who writes here.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectory(shared);
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    engine = engine(directory.resolve("runs"));
  }

  static LoadEngine engine(Path runs) {
    return LoadEngine.builder()
        .workDirectory(runs)
        .tools(
            tool -> {
              throw new ToolMissing(tool, tool + " is not on this machine");
            })
        .build();
  }

  /** An agent in a JVM of its own. */
  AgentProcess startProcess(String... prefix) throws IOException {
    process = AgentProcess.start(server.uri(), directory, List.of(prefix));
    return process;
  }

  /** The journals' files. */
  List<String> journalFiles() throws IOException {
    if (!Files.isDirectory(journals)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(journals)) {
      return files
          .map(each -> each.getFileName().toString())
          .filter(name -> !name.equals("lock"))
          .toList();
    }
  }

  /** What is there of the data files of offers. */
  List<String> keptData() throws IOException {
    Path data = journals.resolve("data");
    if (!Files.isDirectory(data)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(data)) {
      return files.map(each -> each.getFileName().toString()).toList();
    }
  }

  /** As a killed agent does. */
  void leaveData(String name) throws IOException {
    Files.createDirectories(journals.resolve("data").resolve(name));
    Files.createFile(journals.resolve("data").resolve(name).resolve("1"));
  }

  Agent startAgent() {
    agent = Agent.start(settings(Duration.ofSeconds(30)), FAST);
    return agent;
  }

  AgentSettings settings(Duration drain) {
    return new AgentSettings(
        server.uri(),
        new Credential(FakeControlPlane.CREDENTIAL),
        "worker-01",
        "0.1.0",
        engine,
        toolbox,
        new JournalSettings(journals, 64 << 20),
        drain);
  }

  /** Offers a shell script to this machine. */
  FakeAssignment offer(String id, String script) {
    return server.offer(custom(id, script));
  }

  /** A shell script that has {@code $SHARED} and a pipe for samples as descriptor 3. */
  FakeAssignment custom(String id, String script) {
    FakeAssignment assignment =
        new FakeAssignment(
            id, "custom", "#!/bin/sh\nexec 3>\"$PERFSCALE_SAMPLES\"\n" + script + "\n");
    assignment.environment = Map.of("SHARED", shared.toString());
    return assignment;
  }

  /** Lets {@link #untilTold} end. */
  void tell(String name) throws IOException {
    Files.createFile(shared.resolve(name));
  }

  /** Shell that sends a sample of 1 ms every 100 ms until {@link #tell} is called. */
  static String untilTold(String name) {
    return "until [ -e \"$SHARED/" + name + "\" ]; do echo '1 ok tick' >&3; sleep 0.1; done";
  }

  boolean exists(String name) {
    return Files.exists(shared.resolve(name));
  }

  @Override
  public void close() throws IOException {
    if (process != null) {
      process.close();
    }
    if (agent != null) {
      agent.close();
    }
    engine.close();
    server.close();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    }
    assertThat(server.protocol.violations).isEmpty();
    assertThat(agentThreads()).isEmpty();
  }

  static List<String> agentThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("perfscale-agent-") || name.startsWith("HttpClient-"))
        .toList();
  }

  /** A process that is easily found: it sleeps for a number of seconds that nobody else does. */
  static final class Marked {
    private final String seconds =
        Long.toString(ThreadLocalRandom.current().nextLong(100_000_000, 1_000_000_000));

    /** Shell that ends only when it is made to. */
    String script() {
      return "echo '5 ok GET /' >&3\nwhile true; do sleep " + seconds + "; done";
    }

    /** The same, and deaf to everything but a kill. */
    String stubbornScript() {
      return "trap '' TERM INT\n" + script();
    }

    boolean isAlive() {
      return ProcessHandle.allProcesses()
          .anyMatch(each -> each.info().commandLine().orElse("").contains("sleep " + seconds));
    }

    void awaitGone() throws InterruptedException {
      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (isAlive()) {
        assertThat(deadline - System.nanoTime()).as("time for the load to end").isPositive();
        Thread.sleep(50);
      }
    }
  }
}
