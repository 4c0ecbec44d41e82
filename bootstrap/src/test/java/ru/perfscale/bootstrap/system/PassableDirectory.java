package ru.perfscale.bootstrap.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A temporary directory that others may pass through, which JUnit's own does not allow: load tests
 * of root run as another user.
 */
record PassableDirectory(Path path) implements AutoCloseable {
  static PassableDirectory create(String name) {
    try {
      Path path = Files.createTempDirectory("perfscale-" + name + "-");
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
      return new PassableDirectory(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /** A directory in it with other rights, whatever the umask is. */
  Path directory(String name, String permissions) throws IOException {
    Path made = Files.createDirectory(path.resolve(name));
    return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(permissions));
  }

  /** A program that anybody may run. */
  static Path program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Override
  public void close() {
    try {
      Files.walkFileTree(path, new Deletion());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A database that is just ending may take its own files away meanwhile. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
        throws IOException {
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
