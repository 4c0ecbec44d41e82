package ru.perfscale.faults.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What the load of one task wrote down for itself: the truth that stored figures must equal. */
public final class Diary {
  private final Path directory;

  private Diary(Path directory) {
    this.directory = directory;
  }

  /** An empty one, in which any user may write. */
  public static Diary create(Path directory) {
    try {
      Files.createDirectory(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
      return new Diary(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path directory() {
    return directory;
  }

  /** How many processes have begun to load. */
  public int starts() {
    return lines(directory.resolve("starts")).size();
  }

  /** How many samples were made so far. */
  public long samples() {
    return sampleFiles().stream().mapToLong(file -> lines(file).size()).sum();
  }

  public long errors() {
    return sampleFiles().stream()
        .flatMap(file -> lines(file).stream())
        .filter(line -> line.split(" ")[1].equals("error"))
        .count();
  }

  /** The sample of that rank, by sorting all of them; in milliseconds. */
  public double percentile(double percent) {
    List<Double> all = new ArrayList<>();
    for (Path file : sampleFiles()) {
      lines(file).forEach(line -> all.add(Double.parseDouble(line.split(" ")[0])));
    }
    Collections.sort(all);
    return all.get((int) Math.ceil(percent / 100 * all.size()) - 1);
  }

  /** When a load last began. */
  public Instant lastStart() {
    return Instant.ofEpochMilli(changedAt(directory.resolve("starts")));
  }

  /** When the load last did anything, in milliseconds since 1970; empty when it never did. */
  public OptionalLong lastSign() {
    return sampleFiles().stream().mapToLong(Diary::changedAt).max();
  }

  private static long changedAt(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> sampleFiles() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith("samples-")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whole lines only: the last one may be on its way. */
  private static List<String> lines(Path file) {
    try {
      if (Files.notExists(file)) {
        return List.of();
      }
      String text = Files.readString(file);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
