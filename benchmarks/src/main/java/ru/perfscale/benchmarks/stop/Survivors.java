package ru.perfscale.benchmarks.stop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Looks for processes of a run in ways that no process can get rid of all at once: the run's mark
 * in the environment, a word among the arguments, and, where the user is the run's alone, the user.
 *
 * @param environment NAME=value
 * @param argument a word that is nowhere else
 * @param uid the run's own user; empty if others are that user, too
 */
record Survivors(String environment, String argument, OptionalInt uid) {
  /** Those that are alive now. */
  List<Long> find() throws IOException {
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (belongs(process)) {
          found.add(Long.parseLong(process.getFileName().toString()));
        }
      }
    }
    return found;
  }

  private boolean belongs(Path process) {
    String status = read(process.resolve("status"));
    if (status.isEmpty() || status.contains("\nState:\tZ") || status.contains("\nState:\tX")) {
      return false;
    }
    return uid.isPresent() && status.contains("\nUid:\t" + uid.getAsInt() + "\t")
        || read(process.resolve("cmdline")).contains(argument)
        || ("\0" + read(process.resolve("environ"))).contains("\0" + environment + "\0");
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /** Ends what should not be there, with its children. */
  void kill() throws IOException {
    find().stream().map(ProcessHandle::of).flatMap(Optional::stream).forEach(Survivors::kill);
  }

  private static void kill(ProcessHandle process) {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
  }
}
