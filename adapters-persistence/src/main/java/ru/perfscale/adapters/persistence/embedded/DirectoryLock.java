package ru.perfscale.adapters.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One owner per directory; the kernel takes the lock back when the owner dies, however it dies. */
final class DirectoryLock implements AutoCloseable {
  // Asked before the file is opened: closing any channel of it would drop the lock that this JVM
  // already has.
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  static DirectoryLock take(Path existing) throws IOException {
    Path directory = existing.toRealPath();
    if (!HELD_HERE.add(directory)) {
      throw held(directory, Long.toString(ProcessHandle.current().pid()));
    }
    FileChannel channel = null;
    try {
      Path file = directory.resolve("lock");
      channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      if (channel.tryLock() == null) {
        throw held(directory, Files.readString(file).strip());
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(UTF_8)));
      return new DirectoryLock(directory, channel);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      HELD_HERE.remove(directory);
      throw e;
    }
  }

  private static EmbeddedPostgresFailure held(Path directory, String pid) {
    return new EmbeddedPostgresFailure(
        "The database directory %s is in use by another perfscale, process %s. Stop that one, or set PERFSCALE_DATA_DIR to another directory."
            .formatted(directory, pid.isEmpty() ? "(just starting)" : pid));
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD_HERE.remove(directory);
  }
}
