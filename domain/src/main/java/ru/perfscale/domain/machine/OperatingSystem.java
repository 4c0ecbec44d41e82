package ru.perfscale.domain.machine;

import java.util.Locale;

/** The operating system of a machine. */
public enum OperatingSystem {
  LINUX,
  MACOS,
  WINDOWS;

  /**
   * @throws IllegalArgumentException when the name is none of ours nor of the ones that Node.js and
   *     Go use
   */
  public static OperatingSystem parse(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "linux" -> LINUX;
      case "macos", "darwin" -> MACOS;
      case "windows", "win32" -> WINDOWS;
      default -> throw new IllegalArgumentException("must be one of linux, macos, windows");
    };
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
