package ru.perfscale.runner.engine.internal.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import ru.perfscale.runner.engine.StartFailed;

/** A short command of ours with a clean environment. */
record Command(int exitCode, String output) {
  private static final int MAX_OUTPUT = 8 * 1024;
  private static final int SECONDS = 10;

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
    try (InputStream output = process.getInputStream()) {
      process.getOutputStream().close();
      String text = new String(output.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new StartFailed(command.getFirst() + " did not end within " + SECONDS + " s");
      }
      return new Command(process.exitValue(), text.strip());
    } catch (IOException e) {
      throw new StartFailed("Cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailed("Interrupted while running " + command.getFirst(), e);
    } finally {
      process.destroyForcibly();
    }
  }
}
