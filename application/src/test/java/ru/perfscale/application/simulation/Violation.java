package ru.perfscale.application.simulation;

import java.util.Locale;

/** Something that must never happen has happened. */
final class Violation extends Error {
  private static final long serialVersionUID = 1L;

  Violation(String format, Object... arguments) {
    super(String.format(Locale.ROOT, format, arguments));
  }
}
