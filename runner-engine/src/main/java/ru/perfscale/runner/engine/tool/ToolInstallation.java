package ru.perfscale.runner.engine.tool;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * A tool on this machine.
 *
 * @param tool its name, such as {@code k6}
 * @param version its version, such as {@code 2.2.0}
 * @param home its executable (k6, Locust) or directory (JMeter); the user that tools run as must
 *     reach it
 * @param environment variables the tool needs wherever it runs
 * @param extensions what this build of the tool has and the stock one has not, in words that the
 *     driver of the tool knows, such as {@link K6#SAMPLE_OUTPUT}
 */
public record ToolInstallation(
    String tool,
    String version,
    Path home,
    Map<String, String> environment,
    Set<String> extensions) {
  /**
   * Checks the home; whether something is there shows when a run starts.
   *
   * @throws IllegalArgumentException if it is not an absolute path
   */
  public ToolInstallation {
    requireNonNull(tool, "tool");
    requireNonNull(version, "version");
    if (!home.isAbsolute()) {
      throw new IllegalArgumentException("home is '" + home + "', must be an absolute path");
    }
    environment = Map.copyOf(environment);
    extensions = Set.copyOf(extensions);
  }

  /** The stock tool. */
  public ToolInstallation(String tool, String version, Path home, Map<String, String> environment) {
    this(tool, version, home, environment, Set.of());
  }

  /** The stock tool, needing no variables. */
  public ToolInstallation(String tool, String version, Path home) {
    this(tool, version, home, Map.of());
  }
}
