package ru.perfscale.benchmarks.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary directory through which runs of another user can pass; goes away with its files. */
public record Directory(Path path) implements AutoCloseable {
  public static Directory create(String prefix) throws IOException {
    Path made = Files.createTempDirectory(prefix);
    // Runs of root execute as another user, who must be able to pass.
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx--x--x"));
    return new Directory(made);
  }

  /** A directory in it that must not exist yet, where anybody may write. */
  public Path open(String name) throws IOException {
    Path made = Files.createDirectory(path.resolve(name));
    return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @Override
  public void close() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(path)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }
}
