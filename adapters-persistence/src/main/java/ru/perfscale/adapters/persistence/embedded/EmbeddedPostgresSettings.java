package ru.perfscale.adapters.persistence.embedded;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the server lives and how careful it is.
 *
 * @param directory its own directory (created when missing): data, password, log and lock; other
 *     files there are left alone
 * @param cacheDirectory where the binaries are unpacked once (about 60 MB); may be shared by many
 *     servers and deleted while none runs
 * @param durable false switches fsync off, which is for throw-away data of tests only
 * @param startLimit how long a start may take, crash recovery included
 */
public record EmbeddedPostgresSettings(
    Path directory, Path cacheDirectory, boolean durable, Duration startLimit) {
  public EmbeddedPostgresSettings {
    directory = requireNonNull(directory, "directory").toAbsolutePath().normalize();
    cacheDirectory = requireNonNull(cacheDirectory, "cacheDirectory").toAbsolutePath().normalize();
    if (!startLimit.isPositive()) {
      throw new IllegalArgumentException("startLimit is " + startLimit + ", it must be positive");
    }
  }

  public static EmbeddedPostgresSettings of(Path directory, Path cacheDirectory) {
    return new EmbeddedPostgresSettings(directory, cacheDirectory, true, Duration.ofMinutes(2));
  }

  public EmbeddedPostgresSettings withoutDurability() {
    return new EmbeddedPostgresSettings(directory, cacheDirectory, false, startLimit);
  }
}
