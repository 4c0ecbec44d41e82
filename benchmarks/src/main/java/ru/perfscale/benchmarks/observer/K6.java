package ru.perfscale.benchmarks.observer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.ToolMissing;
import ru.perfscale.runner.engine.tool.ToolFinder;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/**
 * k6, observed through its CSV or through our output extension; alone it is the same program
 * without an output.
 *
 * @param output whether it is the extension
 */
record K6(boolean output) implements Subject {
  @Override
  public String name() {
    return output ? "k6-output" : "k6";
  }

  @Override
  public ToolInstallation installation(ToolFinder tools) {
    ToolInstallation found = tools.find("k6");
    if (!output) {
      // Without the extension named, the engine reads the CSV.
      return new ToolInstallation("k6", found.version(), found.home(), found.environment());
    }
    if (!found.extensions().contains(ru.perfscale.runner.engine.tool.K6.SAMPLE_OUTPUT)) {
      throw new ToolMissing("k6", "the k6 at " + found.home() + " has no output of ours");
    }
    return found;
  }

  @Override
  public double bar() {
    return output ? 0.92 : 0.72;
  }

  @Override
  public boolean warmsUp() {
    return false;
  }

  @Override
  public RunSpec.Builder spec(Load load) {
    return RunSpec.builder("k6", load.script("load.js"));
  }

  @Override
  public Alone alone(Load load, ToolInstallation installation, Path directory) throws IOException {
    Files.writeString(directory.resolve("load.js"), load.script("load.js"));
    return new Alone(
        List.of(
            installation.home().toString(),
            "run",
            "--quiet",
            "--no-color",
            "--summary-mode=disabled",
            "--no-thresholds",
            "load.js"),
        Map.of("K6_NO_USAGE_REPORT", "true", "K6_AUTO_EXTENSION_RESOLUTION", "false"));
  }
}
