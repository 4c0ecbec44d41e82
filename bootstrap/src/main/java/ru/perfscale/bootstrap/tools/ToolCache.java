package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The directory with the tools that we installed, one directory per tool and version. An entry
 * appears whole, by one rename, or not at all; what an installer that was killed left behind is
 * cleared by the next one.
 */
record ToolCache(Path directory) {
  private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> PLAIN =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final long RETRY_MILLIS = 100;

  /**
   * Fills an empty directory, in which also temporary files may lie that are deleted before the
   * end.
   */
  interface Content {
    void write(Path into) throws IOException, InterruptedException;
  }

  Path entry(String name) {
    return directory.resolve(name);
  }

  boolean holds(String name) {
    return Files.isDirectory(entry(name));
  }

  /** Makes an entry unless it is there. Waits for another process that is making it. */
  Path install(String name, Content content) throws IOException, InterruptedException {
    makeDirectory();
    Path entry = entry(name);
    try (FileChannel file =
            FileChannel.open(
                directory.resolve("." + name + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = acquire(file)) {
      if (!lock.isValid()) {
        throw new IOException("the lock on " + name + " was lost");
      }
      if (!holds(name)) {
        clearLeftovers(name);
        build(name, entry, content);
      }
    }
    return entry;
  }

  /** Within one JVM a taken lock is an exception, between processes it is null. */
  private static FileLock acquire(FileChannel file) throws IOException, InterruptedException {
    while (true) {
      try {
        FileLock lock = file.tryLock();
        if (lock != null) {
          return lock;
        }
      } catch (OverlappingFileLockException e) {
        // Another thread is installing the same tool.
      }
      Thread.sleep(RETRY_MILLIS);
    }
  }

  private void build(String name, Path entry, Content content)
      throws IOException, InterruptedException {
    Path building = Files.createTempDirectory(directory, building(name));
    try {
      content.write(building);
      openToEveryone(building);
      Files.move(building, entry, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(building);
    }
  }

  private static String building(String name) {
    return "." + name + ".building-";
  }

  /** Only the holder of the lock builds, so whatever lies there is nobody's. */
  private void clearLeftovers(String name) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file :
          files.filter(path -> path.getFileName().toString().startsWith(building(name))).toList()) {
        delete(file);
      }
    }
  }

  private void makeDirectory() throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OPEN));
      Files.setPosixFilePermissions(directory, OPEN);
    }
  }

  /** Runs execute as another user, whatever our umask is. */
  private static void openToEveryone(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (Files.isSymbolicLink(file)) {
          continue; // It would be the target that changes, which may be no part of the tree.
        }
        boolean open =
            Files.isDirectory(file)
                || Files.isExecutable(file) && !file.toString().endsWith(".jar");
        Files.setPosixFilePermissions(file, open ? OPEN : PLAIN);
      }
    }
  }

  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
