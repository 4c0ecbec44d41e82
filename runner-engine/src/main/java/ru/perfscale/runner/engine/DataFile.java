package ru.perfscale.runner.engine;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * A file that the script reads, copied into the tool's work directory before the start. There the
 * script finds it by the name, relative to its own place.
 *
 * @param name relative path such as {@code users.csv} or {@code lib/login.js}
 * @param source the file to copy
 * @param split what a run with a {@link Share} gets of it
 */
public record DataFile(String name, Path source, Split split) {
  /** What one of several machines gets of a file. */
  public enum Split {
    /** All of it. */
    WHOLE,
    /** Of N parts, part i gets the lines i, i+N, i+2N, … */
    DIVIDED,
    /** As {@link #DIVIDED}, but the first line is a header, which every part gets. */
    DIVIDED_AFTER_HEADER
  }

  private static final int LONGEST_NAME = 255;

  /**
   * Checks the name; whether the file is there shows when a run starts.
   *
   * @throws IllegalArgumentException if the name leads out of the work directory or is too long
   */
  public DataFile {
    requireNonNull(source, "source");
    requireNonNull(split, "split");
    Path path = Path.of(name);
    boolean inside =
        !name.isBlank()
            && name.length() <= LONGEST_NAME
            && !path.isAbsolute()
            && path.normalize().equals(path)
            && !path.startsWith("..");
    if (!inside) {
      throw new IllegalArgumentException(
          "data file name is '"
              + name
              + "', must be a relative path without '..', such as users.csv, of at most "
              + LONGEST_NAME
              + " characters");
    }
  }

  /** A file that every machine gets whole, by its own file name. */
  public static DataFile of(Path source) {
    return new DataFile(source.getFileName().toString(), source, Split.WHOLE);
  }
}
