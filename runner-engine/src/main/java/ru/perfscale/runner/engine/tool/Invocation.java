package ru.perfscale.runner.engine.tool;

import static java.util.Objects.requireNonNull;

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
 * @param samples where the samples of this run come from
 */
public record Invocation(
    List<String> command, Map<String, String> environment, SampleSource samples) {
  /**
   * Checks the command.
   *
   * @throws IllegalArgumentException if it does not start with an absolute path
   */
  public Invocation {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    requireNonNull(samples, "samples");
    if (command.isEmpty() || !command.getFirst().startsWith("/")) {
      throw new IllegalArgumentException(
          "command is " + command + ", must start with a program's absolute path");
    }
  }

  /** A tool that writes its samples to the pipe. */
  public Invocation(List<String> command, Map<String, String> environment) {
    this(command, environment, SampleSource.PIPE);
  }
}
