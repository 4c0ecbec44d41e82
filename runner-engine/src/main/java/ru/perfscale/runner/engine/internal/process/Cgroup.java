package ru.perfscale.runner.engine.internal.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A cgroup (version 2) of one run: a directory below that of this JVM. */
public final class Cgroup {
  private static final String PREFIX = "perfscale-";
  private static final int REMOVALS = 100;

  private final Path path;

  private Cgroup(Path path) {
    this.path = path;
  }

  /** Makes an empty one. */
  static Cgroup create(Path parent, String id) throws IOException {
    return new Cgroup(Files.createDirectory(parent.resolve(PREFIX + id)));
  }

  /** The one of a run, which need not be there. */
  static Cgroup of(Path parent, String id) {
    return new Cgroup(parent.resolve(PREFIX + id));
  }

  /** Where it is in the file system of the kernel. */
  public Path path() {
    return path;
  }

  /** Whether the kernel can end everything in a cgroup, which it can since Linux 5.14. */
  boolean canKill() {
    return Files.isWritable(path.resolve("cgroup.kill"));
  }

  /** Ends every process in it, those of cgroups below it included. */
  public void kill() throws IOException {
    try {
      Files.writeString(path.resolve("cgroup.kill"), "1");
    } catch (NoSuchFileException e) {
      // It is gone, and so is everything that was in it.
    }
  }

  /** Whether any process in it, or below, is alive. */
  public boolean isPopulated() throws IOException {
    try {
      return Files.readString(path.resolve("cgroup.events")).contains("populated 1");
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** The processes in it, zombies included, as this JVM numbers them. */
  public List<Integer> processes() throws IOException {
    List<Integer> found = new ArrayList<>();
    for (String line : Files.readAllLines(path.resolve("cgroup.procs"))) {
      // 0 stands for a process that is not visible from here.
      if (!line.equals("0")) {
        found.add(Integer.parseInt(line));
      }
    }
    return found;
  }

  /** What its processes have used of all processors together, also those that have ended. */
  public long cpuNanos() throws IOException {
    for (String line : Files.readAllLines(path.resolve("cpu.stat"), StandardCharsets.US_ASCII)) {
      if (line.startsWith("usage_usec ")) {
        return TimeUnit.MICROSECONDS.toNanos(Long.parseLong(line.substring(11)));
      }
    }
    throw new IOException("There is no usage_usec in " + path.resolve("cpu.stat"));
  }

  /** Takes it away; the kernel refuses as long as anything in it is alive. */
  public void remove() throws IOException, InterruptedException {
    IOException fault = null;
    for (int i = 0; i < REMOVALS; i++) {
      try {
        removeTree(path);
        return;
      } catch (IOException | UncheckedIOException e) {
        // What has ended may take a moment to leave.
        fault =
            e instanceof UncheckedIOException unchecked ? unchecked.getCause() : (IOException) e;
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
    throw fault;
  }

  private static void removeTree(Path cgroup) throws IOException {
    try (DirectoryStream<Path> below =
        Files.newDirectoryStream(cgroup, entry -> Files.isDirectory(entry))) {
      for (Path each : below) {
        removeTree(each);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return;
    }
    Files.deleteIfExists(cgroup);
  }
}
