package ru.perfscale.runner.engine.internal.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import ru.perfscale.runner.engine.StartFailed;

/** A short command of ours with a clean environment. */
record Command(int exitCode, String output) {
  private static final int MAX_OUTPUT = 8 * 1024;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** The environment of every process that is ours and not the tool's. */
  static Map<String, String> cleanEnvironment() {
    return Map.of("PATH", searchPath(), "LC_ALL", "C");
  }

  /** Where programs are looked for: as this JVM does. */
  static String searchPath() {
    String own = System.getenv("PATH");
    return own != null ? own : "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  }

  /** A process that is to have nothing from us. */
  static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(cleanEnvironment());
    return builder.redirectErrorStream(true);
  }

  /** Runs a command to its end. */
  static Command run(List<String> command) {
    return run(command, LIMIT);
  }

  static Command run(List<String> command, Duration limit) {
    Process process;
    try {
      process = builder(command).start();
    } catch (IOException e) {
      throw new StartFailed(
          "Cannot run "
              + command.getFirst()
              + ": "
              + e.getMessage()
              + ". The engine needs bash, coreutils and util-linux on the PATH",
          e);
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    // A thread of its own, because a command that hangs says nothing, and no read has a limit.
    Thread reading =
        Thread.ofPlatform().daemon().name("perfscale-command").start(() -> read(process, said));
    try {
      process.getOutputStream().close();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) || !reading.join(limit)) {
        throw new StartFailed(
            command.getFirst() + " did not end within " + limit.toMillis() / 1000.0 + " s");
      }
      return new Command(process.exitValue(), said.toString(StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new StartFailed("Cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailed("Interrupted while running " + command.getFirst(), e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void read(Process process, ByteArrayOutputStream said) {
    try (InputStream output = process.getInputStream()) {
      said.writeBytes(output.readNBytes(MAX_OUTPUT));
      // What is not read would keep the command from ending.
      output.skip(Long.MAX_VALUE);
    } catch (IOException e) {
      said.writeBytes(e.toString().getBytes(StandardCharsets.UTF_8));
    }
  }
}
