package ru.perfscale.benchmarks.observer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.tool.ToolFinder;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** Stock k6, observed through its CSV. */
final class K6 implements Subject {
  @Override
  public String name() {
    return "k6";
  }

  @Override
  public ToolInstallation installation(ToolFinder tools) {
    return tools.find("k6");
  }

  @Override
  public double bar() {
    return 0.72;
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
