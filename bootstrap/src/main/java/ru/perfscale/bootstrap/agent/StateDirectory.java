package ru.perfscale.bootstrap.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import ru.perfscale.agent.Lives;
import ru.perfscale.bootstrap.settings.SettingsException;

/**
 * What an agent keeps between two starts: its credential, its lives, the work directories of its
 * runs, what they measured. It belongs to one process at a time; the kernel takes the lock back
 * when that dies, however it dies. So whoever holds it knows that all earlier lives are over.
 */
public final class StateDirectory implements AutoCloseable {
  private final Path directory;
  private final FileChannel lock;

  private StateDirectory(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * @throws SettingsException when it cannot be used, naming who has it
   */
  public static StateDirectory open(Path directory) {
    try {
      // Others may pass through, because load tests run as another user; what is inside is closed.
      if (Files.notExists(directory)) {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
      }
      return new StateDirectory(directory, locked(directory.resolve("lock"), directory));
    } catch (IOException e) {
      throw new SettingsException("The agent's directory " + directory + " cannot be used: " + e);
    }
  }

  private static FileChannel locked(Path file, Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            OwnFile.OWN);
    try {
      if (channel.tryLock() == null) {
        throw new OverlappingFileLockException();
      }
      byte[] process = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(process));
      return channel;
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new SettingsException(
          "Another agent, process %s, uses the directory %s; stop it, or choose another one with --data"
              .formatted(Files.readString(file).strip(), directory));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** What the host is to its control plane. */
  Membership membership() {
    return new Membership(
        new OwnFile(directory.resolve("machine.json")),
        new OwnFile(directory.resolve("joining.json")));
  }

  /** The credential of the agent that is part of a server. */
  Path credential() {
    return directory.resolve("credential");
  }

  Lives lives() {
    return new StoredLives(new OwnFile(directory.resolve("lives")), directory);
  }

  /** For the work directories of runs. */
  Path runs() {
    return directory.resolve("runs");
  }

  /** For what runs measured, until it is delivered. */
  Path journal() {
    return directory.resolve("journal");
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new SettingsException("The agent's directory " + directory + " cannot be left: " + e);
    }
  }
}
