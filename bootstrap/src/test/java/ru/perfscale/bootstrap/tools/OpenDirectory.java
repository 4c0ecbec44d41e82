package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A temporary directory that other users can enter, as a cache directory must be. */
record OpenDirectory(Path path) implements AutoCloseable {
  OpenDirectory() throws IOException {
    this(Files.createTempDirectory("perfscale-tools"));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /** A program that prints one line. */
  Path program(String directory, String name, String prints) throws IOException {
    Path file = Files.createDirectories(path.resolve(directory)).resolve(name);
    Files.writeString(file, "#!/bin/sh\necho '" + prints + "'\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  @Override
  public void close() throws IOException {
    ToolCache.delete(path);
  }
}
