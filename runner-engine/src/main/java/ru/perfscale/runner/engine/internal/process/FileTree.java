package ru.perfscale.runner.engine.internal.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Directories with everything in them, made by tools that may have had anything in mind. */
public final class FileTree {
  /** Each level of a walk keeps a directory open. */
  private static final int MAX_DEPTH = 64;

  /** What a file takes at least, however small. */
  private static final long MIN_BYTES = 4_096;

  private FileTree() {}

  /**
   * Deletes a directory or a file; call it when nobody changes it any more. Symbolic links are not
   * followed, directories that were locked are opened, and what is already gone is no fault.
   */
  public static void delete(Path path) throws IOException {
    try {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        for (Path each : entries(path)) {
          delete(each);
        }
      }
      Files.deleteIfExists(path);
    } catch (NoSuchFileException e) {
      // Somebody else tidied up, too.
    } catch (IOException e) {
      // Names may be too long for a path from the root; rm goes down step by step.
      Command removed = Command.run(List.of("rm", "-rf", "--", path.toString()));
      if (removed.exitCode() != 0) {
        throw e;
      }
    }
  }

  /** All at once, so that no more than one directory is open however deep the tree is. */
  private static List<Path> entries(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entries::add);
    }
    return entries;
  }

  /**
   * About how many bytes a directory takes, as far as this user may look into it.
   *
   * @param enough ends the count early when true
   */
  public static long bytes(Path directory, BooleanSupplier enough) throws IOException {
    Sum sum = new Sum(enough);
    Files.walkFileTree(directory, EnumSet.noneOf(FileVisitOption.class), MAX_DEPTH, sum);
    return sum.bytes;
  }

  /** Adds up what it gets to see while the tool goes on to change it. */
  private static final class Sum extends SimpleFileVisitor<Path> {
    private final BooleanSupplier enough;
    private long bytes;

    private Sum(BooleanSupplier enough) {
      this.enough = enough;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      bytes += Math.max(MIN_BYTES, attributes.size());
      return enough.getAsBoolean() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException fault) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException fault) {
      bytes += MIN_BYTES;
      return FileVisitResult.CONTINUE;
    }
  }
}
