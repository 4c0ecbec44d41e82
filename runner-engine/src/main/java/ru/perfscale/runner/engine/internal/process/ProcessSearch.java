package ru.perfscale.runner.engine.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks through /proc for what belongs to a run: processes in its PID namespace, in the tool's
 * process group, or with the run's mark in their environment.
 *
 * @param namespace empty when the run has none of its own; open as long as this is used
 * @param group the tool's process group, 0 when unknown or within a namespace
 * @param mark {@code NAME=value}
 */
public record ProcessSearch(Optional<Namespace> namespace, int group, String mark) {
  /** Processes of the run that are alive, as far as this user may see them. */
  public List<Integer> find() {
    List<Integer> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path entry : entries) {
        if (belongs(entry) && isAlive(entry)) {
          found.add(Integer.parseInt(entry.getFileName().toString()));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("Cannot look through /proc", e);
    }
    return found;
  }

  private boolean belongs(Path entry) {
    return isInNamespace(entry) || isInGroup(entry) || isMarked(entry);
  }

  private boolean isInNamespace(Path entry) {
    if (namespace.isEmpty()) {
      return false;
    }
    try {
      return Files.readSymbolicLink(entry.resolve("ns/pid"))
          .toString()
          .equals(namespace.get().name());
    } catch (IOException e) {
      return false; // another user's, or gone
    }
  }

  private boolean isInGroup(Path entry) {
    return group > 0 && field(entry, 2).equals(Integer.toString(group));
  }

  private boolean isMarked(Path entry) {
    try {
      String environment =
          new String(Files.readAllBytes(entry.resolve("environ")), StandardCharsets.ISO_8859_1);
      return ("\0" + environment).contains("\0" + mark + "\0");
    } catch (IOException e) {
      return false; // another user's, or gone
    }
  }

  private static boolean isAlive(Path entry) {
    String state = field(entry, 0);
    return !state.isEmpty() && !state.equals("Z") && !state.equals("X");
  }

  /** A field of /proc/PID/stat behind the name, 0 is the state; empty when there is no process. */
  private static String field(Path entry, int number) {
    try {
      String stat =
          new String(Files.readAllBytes(entry.resolve("stat")), StandardCharsets.ISO_8859_1);
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[number];
    } catch (IOException e) {
      return "";
    }
  }
}
