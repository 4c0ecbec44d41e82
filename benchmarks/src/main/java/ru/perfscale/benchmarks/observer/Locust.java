package ru.perfscale.benchmarks.observer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.tool.ToolFinder;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** Locust with its faster client, in one process as the engine runs it. */
final class Locust implements Subject {
  @Override
  public String name() {
    return "locust";
  }

  @Override
  public ToolInstallation installation(ToolFinder tools) {
    return tools.find("locust");
  }

  @Override
  public double bar() {
    return 0.85;
  }

  @Override
  public boolean warmsUp() {
    return false;
  }

  @Override
  public RunSpec.Builder spec(Load load) {
    return RunSpec.builder("locust", load.script("load.py")).users(load.users());
  }

  @Override
  public Alone alone(Load load, ToolInstallation installation, Path directory) throws IOException {
    Files.writeString(directory.resolve("locustfile.py"), load.script("load.py"));
    String users = Integer.toString(load.users());
    return new Alone(
        List.of(
            installation.home().toString(),
            "--headless",
            "--only-summary",
            "--users",
            users,
            "--spawn-rate",
            users),
        Map.of());
  }
}
