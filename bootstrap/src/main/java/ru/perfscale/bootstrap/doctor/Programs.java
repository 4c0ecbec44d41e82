package ru.perfscale.bootstrap.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of this machine. */
final class Programs {
  private static final long LIMIT_SECONDS = 10;

  private Programs() {}

  static Optional<Path> find(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .filter(entry -> entry.startsWith("/"))
        .map(entry -> Path.of(entry, name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /** The reason why a command fails; empty when it works. */
  static Optional<String> complaint(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.of("it does not end");
      }
      String told = new String(process.getInputStream().readNBytes(1_000), StandardCharsets.UTF_8);
      return process.exitValue() == 0 ? Optional.empty() : Optional.of(told.strip());
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }
}
