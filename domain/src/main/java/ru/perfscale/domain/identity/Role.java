package ru.perfscale.domain.identity;

import java.util.Locale;

/** What a person may do; each role includes the ones before it. */
public enum Role {
  /** Reads. */
  VIEWER,
  /** Reads and writes machines, tests and tasks. */
  MEMBER,
  /** Also manages tokens, secrets and quotas. */
  ADMIN;

  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
