package ru.perfscale.agent.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** That a directory has one agent. The system takes it back when the process dies. */
final class DirectoryLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryLock.class);

  private final Optional<FileChannel> channel;

  private DirectoryLock(Optional<FileChannel> channel) {
    this.channel = channel;
  }

  static DirectoryLock none() {
    return new DirectoryLock(Optional.empty());
  }

  /**
   * Takes it or fails at once.
   *
   * @throws DirectoryInUse if another process, or another agent of this one, has it
   */
  static DirectoryLock take(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new DirectoryLock(Optional.of(channel));
      }
    } catch (OverlappingFileLockException e) {
      LOG.debug("{} is locked in this process", directory);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new DirectoryInUse(directory);
  }

  @Override
  public void close() {
    try {
      if (channel.isPresent()) {
        channel.get().close();
      }
    } catch (IOException e) {
      LOG.debug("The lock cannot be closed", e);
    }
  }
}
