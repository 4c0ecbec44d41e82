package ru.perfscale.runner.engine.internal.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * A lock on a file of a directory, which the kernel takes away when this JVM ends in whatever way.
 * The file's name tells which JVM it is: a JVM that opened and closed a file that it had locked
 * itself, by another channel, would lose the lock.
 */
final class DirectoryLock implements AutoCloseable {
  private static final String PREFIX = "lock-";

  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Locks a directory that this JVM has just made. */
  static DirectoryLock of(Path directory) throws IOException {
    Path unlocked = directory.resolve("unlocked");
    FileChannel channel =
        FileChannel.open(unlocked, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      channel.lock();
      // Under its name it is never seen without its lock.
      Path file = directory.resolve(PREFIX + ownName());
      Files.move(unlocked, file, StandardCopyOption.ATOMIC_MOVE);
      return new DirectoryLock(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Takes over the lock of a JVM that is no more; empty if it is alive or there is none. */
  static Optional<DirectoryLock> left(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*")) {
      for (Path file : files) {
        return file.getFileName().toString().equals(PREFIX + ownName())
            ? Optional.empty()
            : tryLock(file);
      }
    }
    return Optional.empty();
  }

  private static Optional<DirectoryLock> tryLock(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      return Optional.empty();
    }
    return Optional.of(new DirectoryLock(file, channel));
  }

  private static String ownName() {
    ProcessHandle jvm = ProcessHandle.current();
    // In containers many a JVM has the same process id.
    return jvm.pid() + "-" + jvm.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  Path file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
