package ru.perfscale.adapters.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM that owns an embedded PostgreSQL, so that it can be killed. */
final class OwnerProcess implements AutoCloseable {
  static final String JAVA = ProcessHandle.current().info().command().orElseThrow();
  static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

  private final Process process;
  private final BufferedReader output;

  private OwnerProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(UTF_8);
  }

  /** What the other JVM says once its start has succeeded or failed. */
  static OwnerProcess start(List<String> prefix, String classPath, Path directory, Path cache)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(JAVA, "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", classPath));
    command.addAll(List.of(OwnerProcess.class.getName(), directory.toString(), cache.toString()));
    return new OwnerProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  static OwnerProcess start(Path directory, Path cache) throws IOException {
    return start(List.of(), CLASS_PATH, directory, cache);
  }

  String line() throws IOException {
    return output.readLine();
  }

  long pid() {
    return process.pid();
  }

  /** End of input asks it to stop; returns its exit code. */
  int finish() throws IOException, InterruptedException {
    process.getOutputStream().close();
    return process.waitFor(1, TimeUnit.MINUTES) ? process.exitValue() : -1;
  }

  /** Kills it. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  public static void main(String[] arguments) throws IOException {
    var settings =
        EmbeddedPostgresSettings.of(Path.of(arguments[0]), Path.of(arguments[1]))
            .withoutDurability();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
      System.out.println("serving " + postgres.pid());
      while (System.in.read() >= 0) {
        // Serves until the end of input.
      }
    } catch (EmbeddedPostgresFailure e) {
      System.out.println("failed " + e.getMessage());
    }
  }
}
