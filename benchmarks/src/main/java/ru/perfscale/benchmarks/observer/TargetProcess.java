package ru.perfscale.benchmarks.observer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The target, seen from the benchmark. */
final class TargetProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final Writer questions;
  private final int port;

  /** How many requests there were at a time. */
  record Count(long requests, long nanos) {}

  /**
   * Starts the target.
   *
   * @param prefix of its command, such as {@code taskset -c 1}
   */
  TargetProcess(List<String> prefix) throws IOException {
    List<String> command = new ArrayList<>(Pinning.OWN_SESSION);
    command.addAll(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=4"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Target.class.getName()));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    answers = process.inputReader(StandardCharsets.US_ASCII);
    questions = process.outputWriter(StandardCharsets.US_ASCII);
    port = Integer.parseInt(answer());
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  Count count() throws IOException {
    questions.write("count\n");
    questions.flush();
    String[] parts = answer().split(" ");
    return new Count(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the target has ended");
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    questions.close();
    process.destroy();
  }
}
