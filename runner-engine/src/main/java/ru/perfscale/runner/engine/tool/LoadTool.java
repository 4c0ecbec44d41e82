package ru.perfscale.runner.engine.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.ToolVerdict;
import ru.perfscale.runner.engine.criteria.ToolCriterion;

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
   * The criteria of the script that the tool was told not to judge, so that the engine does: at the
   * end and, those that may end the run early, each second. Asked once, when samples have begun to
   * arrive or the tool has ended.
   *
   * @param directory the run's work directory; what the tool's user made there is not to be trusted
   * @throws IOException if they cannot be read; the run then fails
   */
  default List<ToolCriterion> criteria(Path directory) throws IOException {
    return List.of();
  }

  /**
   * What whoever reads the result should know of the way the script was run, one sentence each.
   *
   * @param directory the run's work directory, as the tool left it
   */
  default List<String> warnings(Path directory) {
    return List.of();
  }

  /**
   * Why the tool ended as it did, in its own words where its log has any.
   *
   * @param exitCode the tool's exit code
   * @param log what it wrote
   */
  String message(int exitCode, LogTail log);
}
