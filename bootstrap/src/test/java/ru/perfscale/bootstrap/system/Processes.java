package ru.perfscale.bootstrap.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The processes of this machine, as {@code /proc} shows them, those in PID namespaces included. */
final class Processes {
  private static final Path PROC = Path.of("/proc");

  private Processes() {}

  /**
   * The processes that have something to do with a directory: in their arguments, their environment
   * or as their working directory. One line each.
   */
  static List<String> about(Path directory) {
    List<String> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(PROC)) {
      for (Path process : (Iterable<Path>) entries::iterator) {
        String id = process.getFileName().toString();
        if (Character.isDigit(id.charAt(0)) && concerns(process, directory.toString())) {
          found.add(id + " " + text(process.resolve("cmdline")).replace('\0', ' ').strip());
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read /proc", e);
    }
    return found;
  }

  /** The same after a moment, for what is just ending. */
  static List<String> leftAbout(Path directory) {
    Await.that(Duration.ofSeconds(5), () -> about(directory).isEmpty());
    return about(directory);
  }

  private static boolean concerns(Path process, String directory) {
    return text(process.resolve("cmdline")).contains(directory)
        || text(process.resolve("environ")).contains(directory)
        || workingDirectory(process).startsWith(directory);
  }

  private static String workingDirectory(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).toString();
    } catch (IOException e) {
      return ""; // It ended, or it is another user's.
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // It ended, or it is another user's.
    }
  }
}
