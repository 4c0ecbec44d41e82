package ru.perfscale.adapters.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * What lies in the server's directory. Everything but {@code data} belongs to whoever runs
 * perfscale.
 */
record ServerFiles(Path directory) {
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final long MEGABYTE = 1 << 20;
  private static final long LOG_LIMIT = 4 * MEGABYTE;

  /** Others may pass through, since the server may run as another user, but see nothing. */
  static ServerFiles in(Path directory) throws IOException {
    Files.createDirectories(directory.getParent());
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    }
    ServerFiles files = new ServerFiles(directory.toRealPath());
    files.requireSpace();
    return files;
  }

  Path data() {
    return directory.resolve("data");
  }

  Path password() {
    return directory.resolve("password");
  }

  Path log() {
    return directory.resolve("server.log");
  }

  /** The log to append to: never past the limit when a server starts, and one older log is kept. */
  Path rotatedLog() throws IOException {
    if (Files.exists(log()) && Files.size(log()) > LOG_LIMIT) {
      Files.move(log(), directory.resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(log())) {
      Files.createFile(log(), PRIVATE);
    }
    return log();
  }

  void writePassword(String password) throws IOException {
    Path fresh = directory.resolve("password.new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(
            fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PRIVATE)) {
      channel.write(ByteBuffer.wrap((password + "\n").getBytes(UTF_8)));
      channel.force(true);
    }
    Files.move(fresh, password(), StandardCopyOption.ATOMIC_MOVE);
  }

  String readPassword() throws IOException {
    Files.setPosixFilePermissions(password(), PosixFilePermissions.fromString("rw-------"));
    return Files.readString(password()).strip();
  }

  /** Makes renames within the directory survive a power failure. */
  void force() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  // A server on a full disk cannot even log that the disk is full.
  private void requireSpace() throws IOException {
    long needed = Files.isDirectory(data()) ? 20 * MEGABYTE : 100 * MEGABYTE;
    long free = Files.getFileStore(directory).getUsableSpace();
    if (free < needed) {
      throw new EmbeddedPostgresFailure(
          "Only %d MB are free in %s, PostgreSQL needs %d MB to start. Free some space, or set PERFSCALE_DATA_DIR to another directory."
              .formatted(free / MEGABYTE, directory, needed / MEGABYTE));
    }
  }
}
