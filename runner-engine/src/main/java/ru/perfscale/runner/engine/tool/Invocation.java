package ru.perfscale.runner.engine.tool;

import java.util.List;
import java.util.Map;

/**
 * How to start a tool.
 *
 * @param command program (an absolute path) and arguments; any user of the machine can read them,
 *     so they never hold a secret
 * @param environment variables the driver needs; they win over those of the run and of the
 *     installation. Unless these say otherwise, the engine sets {@code PATH, HOME, TMPDIR, LANG}
 *     and, if this JVM has one, {@code TZ}; {@code PERFSCALE_SAMPLES} and {@code PERFSCALE_RUN} are
 *     always its own
 */
public record Invocation(List<String> command, Map<String, String> environment) {
  public Invocation {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    if (command.isEmpty() || !command.getFirst().startsWith("/")) {
      throw new IllegalArgumentException(
          "command is " + command + ", must start with a program's absolute path");
    }
  }
}
