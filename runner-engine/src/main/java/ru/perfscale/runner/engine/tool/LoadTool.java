package ru.perfscale.runner.engine.tool;

import java.io.IOException;
import java.nio.file.Path;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.ToolVerdict;

/**
 * The driver of one tool: how to start, read, stop and judge it. Stateless; used by many runs at
 * once. The engine owns everything else: processes, time limits, pipes, histograms.
 */
public interface LoadTool {
  /** The name in {@link RunSpec#tool()}. */
  String name();

  /** What the tool's durations are, and how fine its clock is. */
  LatencyMeaning latency();

  /** How to ask it to stop. */
  GracefulStop gracefulStop();

  /** Whether {@link ToolFinder} is asked for it; {@code custom} brings its own program. */
  default boolean needsInstallation() {
    return true;
  }

  /**
   * Whether the driver hands parameters and secrets over as properties, whose names may have dots
   * and hyphens. To every tool they also come as environment variables, as far as their names
   * allow.
   */
  default boolean takesProperties() {
    return false;
  }

  /**
   * Writes what the tool needs into the run's work directory and says how to start it there.
   *
   * @param installation where the tool is; for a tool that needs none, its home is the work
   *     directory
   * @param spec what to run
   * @param directory the run's own, empty work directory, the tool's current directory. The engine
   *     adds the run's data files, hands everything in it to the user that the tool runs as, and
   *     deletes it afterwards
   * @throws IOException if a file cannot be written
   * @throws ru.perfscale.runner.engine.StartFailed if the tool cannot run what is asked for
   */
  Invocation prepare(ToolInstallation installation, RunSpec spec, Path directory)
      throws IOException;

  /** What an exit code means. */
  ToolVerdict verdict(int exitCode);

  /**
   * Whether the script has a criterion of its own on failed requests, which {@link #verdict} then
   * tells of.
   *
   * @param directory the run's work directory, as the tool left it
   */
  default boolean judgesErrors(Path directory) {
    return false;
  }

  /**
   * Why the tool ended as it did, in its own words where its log has any.
   *
   * @param exitCode the tool's exit code
   * @param log what it wrote
   */
  String message(int exitCode, LogTail log);
}
