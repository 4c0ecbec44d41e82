package ru.perfscale.adapters.persistence;

import static java.util.Objects.requireNonNull;

/**
 * Where the database is.
 *
 * @param url {@code jdbc:postgresql://…}; what it says about timeouts wins over our own
 * @param poolSize the most connections of this process, one for readiness and one for signals
 *     excepted
 */
public record DatabaseSettings(String url, String user, String password, int poolSize) {
  public DatabaseSettings {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "The database URL must begin with jdbc:postgresql: and begins with "
              + url.substring(0, Math.min(url.length(), 16)));
    }
    requireNonNull(user);
    requireNonNull(password);
    if (poolSize < 1 || poolSize > 1000) {
      throw new IllegalArgumentException(
          "The database pool has 1 to 1000 connections, not " + poolSize);
    }
  }

  /** Without the password, and without the parameters of the URL, which may hold one. */
  @Override
  public String toString() {
    return user + " at " + url.replaceFirst("\\?.*", "");
  }
}
