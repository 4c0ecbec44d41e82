package ru.perfscale.faults.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process of ours, in a session of its own, so that a terminal's Ctrl-C is for us alone. It is
 * killed, at the latest, when this JVM ends.
 */
final class Child implements AutoCloseable {
  private static final Set<Child> ALL = ConcurrentHashMap.newKeySet();
  private static final Duration END_LIMIT = Duration.ofSeconds(10);
  private static boolean ending;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Child::endAll));
  }

  private final Process process;
  private final Path log;

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * @param environment added to ours, without any setting of perfscale
   * @param log what it writes is appended there
   */
  static Child start(List<String> command, Map<String, String> environment, Path log) {
    List<String> line = new ArrayList<>(List.of("setsid"));
    line.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(log.getParent().toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("PERFSCALE_"));
    builder.environment().putAll(environment);
    synchronized (Child.class) {
      if (ending) {
        throw new IllegalStateException("Nothing is started any more");
      }
      try {
        Child child = new Child(builder.start(), log);
        ALL.add(child);
        return child;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static synchronized void endAll() {
    ending = true;
    ALL.forEach(Child::close);
  }

  long pid() {
    return process.pid();
  }

  Stream<ProcessHandle> descendants() {
    return process.descendants();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends a signal by its name, such as {@code STOP}. */
  void signal(String name) {
    if (process.isAlive()) {
      Signals.send(name, process.pid());
    }
  }

  /** kill -9; returns when it is dead. */
  void kill() {
    process.destroyForcibly();
    awaitEnd(END_LIMIT);
    ALL.remove(this);
  }

  /**
   * @return whether it ended in time
   */
  boolean awaitEnd(Duration limit) {
    try {
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (ended) {
        ALL.remove(this);
      }
      return ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  int exitCode() {
    return process.exitValue();
  }

  /** All that processes with this log have written so far. */
  String written() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By force: what must end well is asked to before. */
  @Override
  public void close() {
    kill();
  }
}
