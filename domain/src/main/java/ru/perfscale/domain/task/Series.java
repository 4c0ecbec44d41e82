package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * Which samples belong together: those of one label, kind, outcome, phase and measure.
 *
 * @param label the request's name, at most 256 bytes of UTF-8; NUL becomes the replacement
 *     character
 */
public record Series(String label, Kind kind, Outcome outcome, Phase phase, Measure measure) {
  /** The protocol of the requests. */
  public enum Kind {
    HTTP,
    GRPC,
    WS,
    BROWSER,
    CUSTOM;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What the tool thought of the request. */
  public enum Outcome {
    OK,
    ERROR
  }

  /** The part of the run. */
  public enum Phase {
    MAIN,
    SETUP,
    TEARDOWN
  }

  /** What was measured: from sending, or from the moment at which it should have been sent. */
  public enum Measure {
    SERVICE,
    RESPONSE
  }

  public Series {
    // NUL is no character of a database's text; all that a label is compared with passes here.
    label = label.replace('\0', '\uFFFD');
    requireNonNull(kind);
    requireNonNull(outcome);
    requireNonNull(phase);
    requireNonNull(measure);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %s %s %s %s", label, kind, outcome, phase, measure);
  }
}
