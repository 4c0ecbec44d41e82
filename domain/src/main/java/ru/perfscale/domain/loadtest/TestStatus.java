package ru.perfscale.domain.loadtest;

import java.util.Locale;

/** Where a load test stands in its life. */
public enum TestStatus {
  /** Work in progress; may be run, as a trial. */
  DRAFT,
  /** In use. */
  ACTIVE,
  /** Kept for reference; cannot be run. */
  ARCHIVED;

  public static TestStatus parse(String name) {
    return switch (name) {
      case "draft" -> DRAFT;
      case "active" -> ACTIVE;
      case "archived" -> ARCHIVED;
      default -> throw new IllegalArgumentException("must be one of draft, active, archived");
    };
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
