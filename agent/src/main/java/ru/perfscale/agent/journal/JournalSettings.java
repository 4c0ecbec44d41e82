package ru.perfscale.agent.journal;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Where journals are, and how much they may take.
 *
 * @param directory for one agent alone; made when it is missing
 * @param bytes that all journals together may take there; what comes above is folded to coarser
 *     seconds
 * @param memoryBytes that each journal may hold in memory while the disk takes nothing; above it
 *     the load is stopped
 */
public record JournalSettings(Path directory, long bytes, long memoryBytes) {
  private static final long MOST = 1L << 30;
  private static final long MEMORY = 64 << 20;

  public JournalSettings {
    requireNonNull(directory, "directory");
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes is " + bytes + ", must be 1 or more");
    }
    if (memoryBytes < 1) {
      throw new IllegalArgumentException("memoryBytes is " + memoryBytes + ", must be 1 or more");
    }
  }

  /** With the usual 64 MiB of memory. */
  public JournalSettings(Path directory, long bytes) {
    this(directory, bytes, MEMORY);
  }

  /**
   * With the usual memory.
   *
   * @param bytes empty: 1 GiB, or a tenth of the disk where that is less
   */
  public static JournalSettings in(Path directory, OptionalLong bytes) {
    return new JournalSettings(
        directory, bytes.orElseGet(() -> Math.min(MOST, tenthOfDisk(directory))));
  }

  private static long tenthOfDisk(Path directory) {
    Path existing = directory.toAbsolutePath();
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      return Math.max(1, Files.getFileStore(existing).getTotalSpace() / 10);
    } catch (IOException e) {
      return MOST;
    }
  }
}
