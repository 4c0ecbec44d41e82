package ru.perfscale.domain.loadtest;

import static java.util.Objects.requireNonNull;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A file that a script reads. Its bytes are kept apart, under their hash.
 *
 * @param name relative path such as {@code users.csv}, by which the script finds it
 * @param split what one of several machines gets of it
 * @param sha256 of its bytes, 64 hexadecimal digits
 * @param bytes how many it has
 */
public record DataFile(String name, Split split, String sha256, int bytes) {
  /** The most bytes that all files of a load test may have together. */
  public static final int MOST_BYTES = 5 << 20;

  /** The most files that a load test may have. */
  public static final int MOST_FILES = 20;

  private static final int LONGEST_NAME = 255;
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  /** What one of several machines gets of a file. */
  public enum Split {
    /** All of it. */
    WHOLE,
    /** Of N parts, part i gets the lines i, i+N, i+2N, … */
    DIVIDED,
    /** As {@link #DIVIDED}, but the first line is a header, which every part gets. */
    DIVIDED_AFTER_HEADER;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public DataFile {
    checkName(name);
    requireNonNull(split);
    if (!SHA_256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("Not a SHA-256: " + sha256);
    }
    if (bytes < 0 || bytes > MOST_BYTES) {
      throw new IllegalArgumentException("A data file has at most 5 MiB, not " + bytes + " bytes");
    }
  }

  public static String checkName(String name) {
    if (!isInside(name)) {
      throw new IllegalArgumentException(
          "must be a relative path without '..', such as users.csv, of at most "
              + LONGEST_NAME
              + " characters");
    }
    return name;
  }

  private static boolean isInside(String name) {
    try {
      Path path = Path.of(name);
      return !name.isBlank()
          && name.length() <= LONGEST_NAME
          && name.chars().noneMatch(Character::isISOControl)
          && !path.isAbsolute()
          && path.normalize().toString().equals(name)
          && !path.startsWith("..");
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Whether both cannot be in one directory: they have one name, or one is the other's folder. */
  public boolean isInTheWayOf(DataFile other) {
    Path path = Path.of(name);
    Path others = Path.of(other.name);
    return path.startsWith(others) || others.startsWith(path);
  }
}
