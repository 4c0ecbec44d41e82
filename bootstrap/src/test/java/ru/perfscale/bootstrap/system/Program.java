package ru.perfscale.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One run of the jar, in a session and process group of its own. What it writes goes to files, so
 * that a process it left behind could not keep us waiting for the end of a pipe.
 */
final class Program implements AutoCloseable {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final Process process;
  private final Path out;
  private final Path err;

  private Program(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** How to start it; settings of the one who runs the tests do not get in. */
  static final class Command {
    private final List<String> options = new ArrayList<>();
    private final List<String> arguments;
    private final Map<String, String> environment = new TreeMap<>();
    private final Path directory;
    private int columns;
    private Path screen;

    /**
     * @param directory the working directory, in which its output goes as well
     */
    Command(Path directory, String... arguments) {
      this.directory = directory;
      this.arguments = List.of(arguments);
    }

    Command with(String variable, String value) {
      environment.put(variable, value);
      return this;
    }

    /** An option for the JVM. */
    Command option(String option) {
      options.add(option);
      return this;
    }

    /**
     * In a terminal of so many columns.
     *
     * @param seen what the terminal got
     */
    Command inTerminal(int width, Path seen) {
      columns = width;
      screen = seen;
      return this;
    }

    /** With the shell's own quotes; nothing of ours has any. */
    private List<String> inTerminal(List<String> line) {
      String quoted = line.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
      String inner = "stty cols " + columns + "; exec " + quoted;
      return List.of("script", "-q", "-e", "-c", inner, screen.toString());
    }

    Program start() {
      List<String> java = new ArrayList<>();
      java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      java.addAll(options);
      java.addAll(List.of("-jar", System.getProperty("perfscale.jar")));
      java.addAll(arguments);
      // A shell that starts the tests in the background makes them, and us, deaf to Ctrl-C.
      List<String> line = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT"));
      line.addAll(columns == 0 ? java : inTerminal(java));
      try {
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        ProcessBuilder builder =
            new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder
            .environment()
            .keySet()
            .removeIf(name -> name.startsWith("PERFSCALE_") && !name.equals("PERFSCALE_CACHE_DIR"));
        builder.environment().putAll(environment);
        return new Program(builder.start(), out, err);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Starts it and waits for its end. */
    Program run(Duration limit) {
      Program program = start();
      program.exitCode(limit);
      return program;
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String out() {
    return text(out);
  }

  String err() {
    return text(err);
  }

  /** Everything it has written so far, for messages. */
  String output() {
    return out() + err();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first match in what it writes to standard output; fails when it ends without one. */
  MatchResult awaitOut(Pattern pattern, Duration limit) {
    Await.that(limit, () -> pattern.matcher(out()).find() || !process.isAlive());
    Optional<MatchResult> found = pattern.matcher(out()).results().findFirst();
    return found.orElseGet(
        () -> fail("It did not write %s within %s:%n%s", pattern, limit, output()));
  }

  /** Waits for its end; fails when it takes longer. */
  int exitCode(Duration limit) {
    try {
      assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
          .as("ended within %s; it wrote%n%s", limit, output())
          .isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /** Sends {@code INT} or {@code TERM} to the JVM. */
  void signal(String name) {
    kill("-" + name, Long.toString(pid()));
  }

  /** Ends the JVM and all else in its process group at once, as when the machine is lost. */
  void killGroup() {
    kill("-KILL", "-" + pid());
  }

  private static void kill(String... arguments) {
    List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", "kill \"$@\"", "kill"));
    line.addAll(List.of(arguments));
    try {
      new ProcessBuilder(line).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As Ctrl-C does; by force when that does not help. */
  @Override
  public void close() {
    if (!process.isAlive()) {
      return;
    }
    signal("INT");
    if (!Await.that(STOP_LIMIT, () -> !process.isAlive())) {
      killGroup();
    }
  }
}
