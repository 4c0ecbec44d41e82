package ru.perfscale.runner.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import ru.perfscale.runner.engine.tool.ToolFinder;

/** An engine in a directory of its own that every user may enter. */
final class TestEngine implements AutoCloseable {
  final Path directory;
  private final LoadEngine engine;

  TestEngine(ToolFinder tools) {
    this(tools, builder -> builder);
  }

  TestEngine(ToolFinder tools, UnaryOperator<LoadEngine.Builder> more) {
    directory = openDirectory();
    engine =
        more.apply(LoadEngine.builder().workDirectory(directory.resolve("runs")).tools(tools))
            .build();
  }

  /** An engine for custom commands. */
  static TestEngine forCommands() {
    return new TestEngine(
        tool -> {
          throw new ToolMissing(tool, tool + " is not installed here");
        });
  }

  private static Path openDirectory() {
    try {
      Path directory = Files.createTempDirectory("perfscale-test-");
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LoadEngine engine() {
    return engine;
  }

  Run start(RunSpec spec) {
    return start(spec, second -> {});
  }

  Run start(RunSpec spec, RunListener listener) {
    return engine.start(spec, listener);
  }

  RunResult run(RunSpec.Builder spec) throws Exception {
    return run(spec, second -> {});
  }

  RunResult run(RunSpec.Builder spec, RunListener listener) throws Exception {
    return engine.start(spec.build(), listener).result().get(120, TimeUnit.SECONDS);
  }

  static RunSpec.Builder command(String script) {
    return RunSpec.builder("custom", script);
  }

  @Override
  public void close() {
    engine.close();
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException fault)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
