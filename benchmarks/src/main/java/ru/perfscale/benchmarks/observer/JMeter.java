package ru.perfscale.benchmarks.observer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.tool.ToolFinder;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** JMeter; alone it is the stock one without a window, a listener or a summariser. */
final class JMeter implements Subject {
  @Override
  public String name() {
    return "jmeter";
  }

  @Override
  public ToolInstallation installation(ToolFinder tools) {
    return tools.find("jmeter");
  }

  @Override
  public double bar() {
    return 0.93;
  }

  @Override
  public boolean warmsUp() {
    return true;
  }

  @Override
  public RunSpec.Builder spec(Load load) {
    return RunSpec.builder("jmeter", load.script("load.jmx"));
  }

  @Override
  public Alone alone(Load load, ToolInstallation installation, Path directory) throws IOException {
    Files.writeString(directory.resolve("load.jmx"), load.script("load.jmx"));
    String home = installation.home().toString();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As the engine does.
    command.addAll(List.of("-Xmx1g", "-XX:-UsePerfData"));
    command.add("--sun-misc-unsafe-memory-access=allow");
    for (String opened : List.of("lang", "lang.invoke", "text", "util")) {
      command.add("--add-opens=java.base/java." + opened + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-Djava.awt.headless=true", "-Djmeter.home=" + home));
    command.addAll(List.of("-cp", home + "/lib/*:" + home + "/lib/ext/*"));
    command.addAll(List.of("org.apache.jmeter.NewDriver", "-n", "-t", "load.jmx", "-d", home));
    command.addAll(List.of("-j", "jmeter.log", "-Jsummariser.name="));
    return new Alone(command, Map.of());
  }
}
