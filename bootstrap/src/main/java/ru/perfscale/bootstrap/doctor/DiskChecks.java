package ru.perfscale.bootstrap.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import ru.perfscale.bootstrap.settings.Directories;

/** The directories that things are kept in. */
final class DiskChecks {
  private static final double GIB = 1L << 30;
  private static final long LITTLE_CACHE = 2L << 30;
  private static final long LITTLE = 500L << 20;

  private final Directories directories;

  DiskChecks(Directories directories) {
    this.directories = directories;
  }

  List<Finding> all() {
    return List.of(
        check("cache", directories.cache(), LITTLE_CACHE, "PERFSCALE_CACHE_DIR"),
        check("data", directories.data(), LITTLE, "PERFSCALE_DATA_DIR"),
        check("temporary", Path.of(System.getProperty("java.io.tmpdir")), LITTLE, "TMPDIR"));
  }

  private static Finding check(String subject, Path directory, long little, String setting) {
    Path existing = directory;
    while (!Files.isDirectory(existing)) {
      existing = existing.getParent();
      if (existing == null) {
        return Finding.bad(subject, directory + " cannot be made; set " + setting);
      }
    }
    if (!Files.isWritable(existing)) {
      String text = existing + " cannot be written to by this user; set " + setting;
      return Finding.warning(subject, text);
    }
    try {
      long free = Files.getFileStore(existing).getUsableSpace();
      String text = String.format(Locale.ROOT, "%s, %.1f GiB free", directory, free / GIB);
      return free < little
          ? Finding.warning(subject, text + ": little; set " + setting + " to a larger disk")
          : Finding.ok(subject, text);
    } catch (IOException e) {
      return Finding.warning(subject, directory + ": its free space is not known: " + e);
    }
  }
}
