package ru.perfscale.adapters.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A short-lived child process, run to its end within a limit. */
final class Command {
  private static final int OUTPUT_LIMIT = 1 << 16;

  private Command() {}

  record Outcome(int exitCode, String output) {
    boolean ok() {
      return exitCode == 0;
    }
  }

  /** A program that cannot be started at all is exit code 127, as in a shell. */
  static Outcome run(List<String> command, Duration limit, String input) {
    Process process;
    try {
      process = builder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return new Outcome(127, e.getMessage());
    }
    CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
        .execute(process::destroyForcibly);
    try (InputStream out = process.getInputStream()) {
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(UTF_8));
      } catch (IOException e) {
        // It ended without reading all; its output and exit code say why.
      }
      String output = new String(out.readNBytes(OUTPUT_LIMIT), UTF_8).strip();
      out.transferTo(OutputStream.nullOutputStream());
      return new Outcome(process.waitFor(), output);
    } catch (IOException e) {
      process.destroyForcibly();
      return new Outcome(-1, e.getMessage());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return new Outcome(-1, "interrupted");
    }
  }

  /**
   * Children get no variable of ours: what is in our environment (secrets, LD_PRELOAD, PG*) is none
   * of their business.
   */
  static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    String path = builder.environment().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", path, "LC_ALL", "C", "TZ", "UTC"));
    return builder;
  }
}
