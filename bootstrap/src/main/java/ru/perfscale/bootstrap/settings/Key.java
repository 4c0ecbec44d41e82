package ru.perfscale.bootstrap.settings;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** Every setting: an environment variable, or a line of the same name in the settings file. */
public enum Key {
  PERFSCALE_HTTP_HOST,
  PERFSCALE_HTTP_PORT,
  PERFSCALE_DATA_DIR,
  PERFSCALE_CACHE_DIR,
  PERFSCALE_DATABASE_URL,
  PERFSCALE_DATABASE_USER,
  PERFSCALE_DATABASE_PASSWORD,
  PERFSCALE_OIDC_ISSUER,
  PERFSCALE_OIDC_CLIENTS,
  PERFSCALE_OIDC_AUDIENCE,
  PERFSCALE_TENANT_MODE,
  PERFSCALE_TENANT_CLAIM,
  PERFSCALE_DEV_IDENTITY_PORT,
  PERFSCALE_DEV_CLIENT_SECRET,
  PERFSCALE_LOG_FORMAT;

  static Optional<Key> named(String name) {
    return Arrays.stream(values()).filter(key -> key.name().equals(name)).findFirst();
  }

  /** The key that a mistyped name most likely meant. */
  static Key nearest(String name) {
    return Arrays.stream(values())
        .min(Comparator.comparingInt(key -> distance(key.name(), name)))
        .orElseThrow();
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
