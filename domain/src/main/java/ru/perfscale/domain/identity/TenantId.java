package ru.perfscale.domain.identity;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * Whose data it is. Typed by where it came from, so that a claim's value can never equal a
 * subject's: {@code claim:demo}, {@code subject:9f…}, {@code organization:acme}, {@code single:}.
 *
 * @param source how the tenant was found
 * @param name its name within the source, at most 255 characters
 */
public record TenantId(Source source, String name) {
  /** Where a tenant's name comes from. */
  public enum Source {
    SUBJECT,
    CLAIM,
    ORGANIZATION,
    SINGLE
  }

  public TenantId {
    requireNonNull(source);
    if (source == Source.SINGLE ? !name.isEmpty() : name.isBlank() || name.length() > 255) {
      throw new IllegalArgumentException("Not a tenant name of " + source + ": '" + name + "'");
    }
  }

  public static TenantId single() {
    return new TenantId(Source.SINGLE, "");
  }

  /** The stored form, read back by {@link #parse}. */
  public String key() {
    return source.name().toLowerCase(Locale.ROOT) + ":" + name;
  }

  /** Reads what {@link #key} wrote. */
  public static TenantId parse(String key) {
    int colon = key.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("Not a tenant key: '" + key + "'");
    }
    Source source = Source.valueOf(key.substring(0, colon).toUpperCase(Locale.ROOT));
    return new TenantId(source, key.substring(colon + 1));
  }

  @Override
  public String toString() {
    return key();
  }
}
