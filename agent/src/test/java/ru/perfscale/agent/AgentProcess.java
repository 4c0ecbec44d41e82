package ru.perfscale.agent;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import ru.perfscale.agent.journal.JournalSettings;
import ru.perfscale.agent.protocol.Credential;
import ru.perfscale.runner.engine.LoadEngine;

/** An agent in another JVM, so that it can be killed. It ends with its parent. */
final class AgentProcess implements AutoCloseable {
  private static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

  private final Process process;

  private AgentProcess(Process process) {
    this.process = process;
  }

  /**
   * @param directory with a place for journals and one for runs
   * @param prefix what starts the JVM, such as a shell that sets limits; empty: nothing
   */
  static AgentProcess start(URI server, Path directory, List<String> prefix) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xmx128m"));
    command.addAll(List.of("-cp", CLASS_PATH, AgentProcess.class.getName()));
    command.addAll(List.of(server.toString(), directory.toString()));
    return new AgentProcess(
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** As {@code kill -9}; returns when it is dead. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    try {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[1]);
    LoadEngine engine = TestMachine.engine(directory.resolve("runs"));
    Agent.start(
        new AgentSettings(
            URI.create(arguments[0]),
            new Credential(FakeControlPlane.CREDENTIAL),
            "worker-01",
            "0.1.0",
            engine,
            new FakeToolbox(),
            new JournalSettings(directory.resolve("journals"), 64 << 20),
            Duration.ofSeconds(30)),
        TestMachine.FAST);
    while (System.in.read() >= 0) {
      // Serves until the end of input.
    }
    Runtime.getRuntime().halt(0);
  }
}
