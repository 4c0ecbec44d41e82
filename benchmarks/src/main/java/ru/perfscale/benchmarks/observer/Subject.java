package ru.perfscale.benchmarks.observer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.tool.ToolFinder;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** A tool whose observer is measured: the same script alone and under the engine. */
interface Subject {
  /** Its name in the table and on the command line. */
  String name();

  /**
   * What the engine runs; alone it is the same, unless {@link #alone} says otherwise.
   *
   * @throws ru.perfscale.runner.engine.ToolMissing if this machine does not have it
   */
  ToolInstallation installation(ToolFinder tools);

  /** The share of the maximum request rate that must be kept. */
  double bar();

  /** Whether its code is compiled while it runs, so that the first half minute does not count. */
  boolean warmsUp();

  /** What the engine runs. */
  RunSpec.Builder spec(Load load);

  /**
   * What a user would start for the most requests and no results at all.
   *
   * @param directory an empty directory, where it is started
   */
  Alone alone(Load load, ToolInstallation installation, Path directory) throws IOException;

  /** A command line, and what it adds to the environment. */
  record Alone(List<String> command, Map<String, String> environment) {}
}
