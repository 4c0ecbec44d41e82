package ru.perfscale.benchmarks.observer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.tool.ToolFinder;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** Artillery; alone it is the stock one without our plugin. */
final class Artillery implements Subject {
  @Override
  public String name() {
    return "artillery";
  }

  @Override
  public ToolInstallation installation(ToolFinder tools) {
    return tools.find("artillery");
  }

  @Override
  public double bar() {
    return 0.93;
  }

  @Override
  public boolean warmsUp() {
    return false;
  }

  @Override
  public RunSpec.Builder spec(Load load) {
    return RunSpec.builder("artillery", load.script("load.yml"));
  }

  @Override
  public Alone alone(Load load, ToolInstallation installation, Path directory) throws IOException {
    Files.writeString(directory.resolve("load.yml"), load.script("load.yml"));
    return new Alone(
        List.of(installation.home().toString(), "run", "--quiet", "load.yml"),
        Map.of("ARTILLERY_DISABLE_TELEMETRY", "true", "NO_COLOR", "1"));
  }
}
