package ru.perfscale.runner.engine.internal.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import ru.perfscale.runner.engine.RunUser;
import ru.perfscale.runner.engine.StartFailed;

/**
 * The files of one run: scripts and pipes of ours, which the tool cannot replace, and below them
 * {@code home}, which is the tool's.
 */
public final class RunDirectory {
  private static final Set<PosixFilePermission> ENTERED_BY_ALL =
      PosixFilePermissions.fromString("rwx--x--x");
  private static final FileAttribute<?> PRIVATE_DIRECTORY = permissions("rwx------");
  private static final FileAttribute<?> PRIVATE_FILE = permissions("rw-------");
  private static final Set<PosixFilePermission> READ_BY_ALL =
      PosixFilePermissions.fromString("rw-r--r--");

  private final Path path;
  private final Optional<RunUser> user;

  /** Says, as long as it is held, that the run's JVM is alive. */
  private final DirectoryLock lock;

  private RunDirectory(Path path, Optional<RunUser> user, DirectoryLock lock) {
    this.path = path;
    this.user = user;
    this.lock = lock;
  }

  /**
   * Makes the directory of a run.
   *
   * @param parent where runs have their directories; made when missing
   * @param id the run's
   * @param user who is to own what is the tool's; empty for the user of this JVM
   */
  public static RunDirectory create(Path parent, String id, Optional<RunUser> user) {
    try {
      if (!Files.exists(parent)) {
        Files.createDirectories(parent);
        Files.setPosixFilePermissions(parent, ENTERED_BY_ALL);
      }
      Path path = Files.createDirectory(parent.resolve(id));
      Files.setPosixFilePermissions(path, ENTERED_BY_ALL);
      RunDirectory directory = new RunDirectory(path, user, DirectoryLock.of(path));
      Files.createDirectory(directory.home(), PRIVATE_DIRECTORY);
      for (String script : List.of("supervisor.sh", "launch.sh")) {
        directory.copyScript(script);
      }
      return directory;
    } catch (IOException e) {
      throw new StartFailed(
          "Cannot make a directory below the work directory "
              + parent
              + " ("
              + e
              + "); choose one that this user may write to",
          e);
    }
  }

  private void copyScript(String name) throws IOException {
    try (InputStream script = RunDirectory.class.getResourceAsStream(name)) {
      Files.copy(script, path.resolve(name));
    }
    Files.setPosixFilePermissions(path.resolve(name), READ_BY_ALL);
  }

  /** All of it. */
  public Path path() {
    return path;
  }

  /** The tool's own part. */
  public Path home() {
    return path.resolve("home");
  }

  public Path script(String name) {
    return path.resolve(name);
  }

  public Path samples() {
    return path.resolve("samples");
  }

  public Path log() {
    return path.resolve("log");
  }

  public Path standardInput() {
    return path.resolve("stdin");
  }

  /** Makes the named pipes and hands everything that is the tool's to its user. */
  public void makePipes() throws IOException {
    List<Path> pipes = List.of(samples(), log(), standardInput());
    List<String> command = new ArrayList<>(List.of("mkfifo", "-m", "600", "--"));
    pipes.forEach(pipe -> command.add(pipe.toString()));
    Command made = Command.run(command);
    if (made.exitCode() != 0) {
      throw new StartFailed("Cannot make named pipes in " + path + ": " + made.output());
    }
    if (user.isPresent()) {
      for (Path pipe : pipes) {
        own(pipe);
      }
      Files.walkFileTree(home(), new Owning());
    }
  }

  private void own(Path file) throws IOException {
    Files.setAttribute(file, "unix:uid", user.orElseThrow().uid(), LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(file, "unix:gid", user.orElseThrow().gid(), LinkOption.NOFOLLOW_LINKS);
  }

  private final class Owning extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      own(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException fault)
        throws IOException {
      own(directory);
      return FileVisitResult.CONTINUE;
    }
  }

  /** Writes what the supervisor reads once and deletes: NAME=value, each ended by NUL. */
  public void writeEnvironment(Map<String, String> environment) throws IOException {
    Path file = Files.createFile(path.resolve("environment"), PRIVATE_FILE);
    StringBuilder text = new StringBuilder();
    environment.forEach((name, value) -> text.append(name).append('=').append(value).append('\0'));
    Files.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Deletes everything; only when no process of the run is left. */
  public void delete() throws IOException {
    delete(path, lock);
  }

  /** The lock goes last: a directory without one is never tidied up. */
  static void delete(Path directory, DirectoryLock lock) throws IOException {
    try (lock;
        DirectoryStream<Path> entries =
            Files.newDirectoryStream(directory, entry -> !entry.equals(lock.file()))) {
      for (Path entry : entries) {
        FileTree.delete(entry);
      }
      FileTree.delete(directory);
    } catch (NoSuchFileException e) {
      // The supervisor was faster.
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }
}
