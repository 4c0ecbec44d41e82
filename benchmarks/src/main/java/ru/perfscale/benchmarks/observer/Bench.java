package ru.perfscale.benchmarks.observer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import ru.perfscale.runner.engine.LoadEngine;
import ru.perfscale.runner.engine.Run;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** Runs one subject, alone or observed, and measures the steady part of it. */
final class Bench {
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final long MARGIN_SECONDS = 120;

  private final LoadEngine engine;
  private final TargetProcess target;
  private final int users;
  private final Duration warmUp;
  private final Duration length;

  Bench(LoadEngine engine, TargetProcess target, int users, Duration warmUp, Duration length) {
    this.engine = engine;
    this.target = target;
    this.users = users;
    this.warmUp = warmUp;
    this.length = length;
  }

  private Load load() {
    return new Load(target.port(), users, warmUp.plus(length).toSeconds() + MARGIN_SECONDS);
  }

  Window observed(Subject subject) throws IOException, InterruptedException {
    Run run = engine.start(subject.spec(load()).build());
    try {
      return window(() -> run.result().isDone() ? run.result().join().message() : "");
    } finally {
      run.cancel();
      run.result().join();
    }
  }

  Window alone(Subject subject, ToolInstallation installation)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("perfscale-observer-");
    try {
      Subject.Alone alone = subject.alone(load(), installation, directory);
      List<String> command = new ArrayList<>(Pinning.OWN_SESSION);
      command.addAll(alone.command());
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("output").toFile());
      builder.environment().putAll(installation.environment());
      builder.environment().putAll(alone.environment());
      Process process = builder.start();
      try {
        return window(() -> process.isAlive() ? "" : Files.readString(directory.resolve("output")));
      } finally {
        stop(process);
      }
    } finally {
      delete(directory);
    }
  }

  private interface Death {
    /** Why the tool is gone; empty while it is there. */
    String reason() throws IOException;
  }

  private Window window(Death death) throws IOException, InterruptedException {
    long none = target.count().requests();
    long begun = System.nanoTime();
    while (target.count().requests() == none) {
      requireAlive(death);
      if (System.nanoTime() - begun > LONGEST_START.toNanos()) {
        throw new IOException("no request within " + LONGEST_START);
      }
      Thread.sleep(50);
    }
    Thread.sleep(warmUp);
    Usage before = Usage.now(target);
    Thread.sleep(length);
    Usage after = Usage.now(target);
    requireAlive(death);
    return Window.between(before, after);
  }

  private static void requireAlive(Death death) throws IOException {
    String reason = death.reason();
    if (!reason.isEmpty()) {
      throw new IOException("the tool ended too early: " + reason);
    }
  }

  private static void stop(Process process) throws InterruptedException {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    process.destroy();
    process.waitFor(10, TimeUnit.SECONDS);
    all.forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
