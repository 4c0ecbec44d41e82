package ru.perfscale.bootstrap.doctor;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param subject in a word or two
 * @param text what was found, and what to do where it is not well
 */
public record Finding(String subject, State state, String text) {
  /** How it is. */
  public enum State {
    /** Well. */
    OK,
    /** Works, with less than there could be. */
    WARNING,
    /** Keeps load tests from running. */
    BAD;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Finding {
    requireNonNull(subject, "subject");
    requireNonNull(state, "state");
    requireNonNull(text, "text");
  }

  static Finding ok(String subject, String text) {
    return new Finding(subject, State.OK, text);
  }

  static Finding warning(String subject, String text) {
    return new Finding(subject, State.WARNING, text);
  }

  static Finding bad(String subject, String text) {
    return new Finding(subject, State.BAD, text);
  }
}
