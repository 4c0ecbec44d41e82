package ru.perfscale.domain.machine;

import java.util.Locale;

/** The processor architecture of a machine. */
public enum Architecture {
  AMD64,
  ARM64;

  /**
   * @throws IllegalArgumentException when the name is none of ours nor of the ones that {@code
   *     uname -m} prints
   */
  public static Architecture parse(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> AMD64;
      case "arm64", "aarch64" -> ARM64;
      default -> throw new IllegalArgumentException("must be one of amd64, arm64");
    };
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
