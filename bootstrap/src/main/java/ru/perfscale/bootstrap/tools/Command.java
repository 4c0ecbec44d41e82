package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs another program to its end and keeps the first MiB of what it prints. */
final class Command {
  private static final int KEPT_BYTES = 1 << 20;

  private Command() {}

  record Output(int exit, String text, String errors) {}

  /**
   * @param environment added to ours
   * @throws IOException if it cannot be started or is not done in time; it and its children are
   *     killed then
   */
  static Output run(
      Path directory, Map<String, String> environment, Duration limit, String... command)
      throws IOException, InterruptedException {
    Path text = Files.createTempFile("perfscale", ".out");
    Path errors = Files.createTempFile("perfscale", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().putAll(environment);
      builder.redirectInput(Path.of("/dev/null").toFile());
      builder.redirectOutput(text.toFile()).redirectError(errors.toFile());
      int exit = await(builder.start(), limit, command);
      return new Output(exit, read(text), read(errors));
    } finally {
      Files.deleteIfExists(text);
      Files.deleteIfExists(errors);
    }
  }

  private static int await(Process process, Duration limit, String... command)
      throws IOException, InterruptedException {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(
            String.join(" ", command) + " did not end within " + limit.toSeconds() + " s");
      }
      return process.exitValue();
    } finally {
      List<ProcessHandle> children = process.descendants().toList();
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(KEPT_BYTES), StandardCharsets.UTF_8).strip();
    }
  }
}
