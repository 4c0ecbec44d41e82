package ru.perfscale.bootstrap.settings;

import java.util.Arrays;
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
  PERFSCALE_TENANT_CONCURRENCY,
  PERFSCALE_DEV_IDENTITY_PORT,
  PERFSCALE_DEV_CLIENT_SECRET,
  PERFSCALE_JOURNAL_MB,
  PERFSCALE_KEEP_DAYS,
  PERFSCALE_OFFLINE,
  PERFSCALE_LOG_FORMAT;

  static Optional<Key> named(String name) {
    return Arrays.stream(values()).filter(key -> key.name().equals(name)).findFirst();
  }

  /** The key that a mistyped name most likely meant. */
  static Key nearest(String name) {
    return valueOf(Nearest.to(name, Arrays.stream(values()).map(Key::name).toList()).orElseThrow());
  }
}
