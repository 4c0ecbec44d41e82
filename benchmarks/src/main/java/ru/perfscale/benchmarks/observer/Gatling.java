package ru.perfscale.benchmarks.observer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.tool.ToolFinder;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** Gatling; alone it is the stock one without a data writer. */
final class Gatling implements Subject {
  @Override
  public String name() {
    return "gatling";
  }

  @Override
  public ToolInstallation installation(ToolFinder tools) {
    return tools.find("gatling");
  }

  @Override
  public double bar() {
    return 0.88;
  }

  @Override
  public boolean warmsUp() {
    return true;
  }

  @Override
  public RunSpec.Builder spec(Load load) {
    return RunSpec.builder("gatling", load.script("Load.java.txt"));
  }

  @Override
  public Alone alone(Load load, ToolInstallation installation, Path directory) throws IOException {
    Path source = directory.resolve("Load.java");
    Files.writeString(source, load.script("Load.java.txt"));
    Files.writeString(directory.resolve("gatling.conf"), Load.text("gatling.conf"));
    // As in Gatling's own bundle; without one its logging takes more time than its requests.
    Files.writeString(directory.resolve("logback.xml"), Load.text("logback.xml.txt"));
    compile(source, directory, installation.home());
    return new Alone(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // As the engine does; without the last one Netty does without Unsafe, at a cost.
            "-Xmx1g",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            directory + ":" + installation.home() + "/lib/*",
            "io.gatling.app.Gatling",
            "-s",
            "Load",
            "-rf",
            directory.resolve("results").toString(),
            "-nr"),
        Map.of());
  }

  private static void compile(Path source, Path directory, Path home) throws IOException {
    String classPath;
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      classPath = jars.map(Path::toString).collect(Collectors.joining(":"));
    }
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", directory.toString(), "-cp", classPath, source.toString());
    if (exit != 0) {
      throw new IOException("the simulation cannot be compiled");
    }
  }
}
