package ru.perfscale.application.simulation;

import java.time.Duration;
import java.util.Locale;

/**
 * Something that is done to the system.
 *
 * @param whom a number that chooses a server, a machine, a test or a task, whatever the kind needs
 * @param lasts until it is undone; for a clock, by how much it jumps
 */
record Happening(Duration at, Kind kind, int whom, Duration lasts)
    implements Comparable<Happening> {
  /** What is done. */
  enum Kind {
    SUBMIT,
    CANCEL,
    AGENT_KILLED,
    AGENT_FROZEN,
    AGENT_DRAINED,
    NETWORK_CUT,
    REQUESTS_CUT,
    ANSWERS_CUT,
    SERVER_KILLED,
    SERVER_KILLED_BEFORE_COMMIT,
    SERVER_KILLED_AFTER_COMMIT,
    SERVER_FROZEN,
    SERVER_SUSPENDED,
    DATABASE_AWAY,
    DATABASE_CLOCK_JUMPS;

    String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private boolean isFault() {
      return this != SUBMIT && this != CANCEL;
    }
  }

  static Happening any(Chance chance, Duration horizon) {
    Kind kind =
        chance.hits(0.25)
            ? Kind.SUBMIT
            : chance.hits(0.2) ? Kind.CANCEL : chance.oneOf(Kind.values());
    Duration at = chance.upTo(horizon);
    return new Happening(at, kind, chance.between(0, 23), lasts(kind, chance));
  }

  private static Duration lasts(Kind kind, Chance chance) {
    return switch (kind) {
      case SUBMIT, CANCEL, SERVER_KILLED_BEFORE_COMMIT, SERVER_KILLED_AFTER_COMMIT -> Duration.ZERO;
      case DATABASE_CLOCK_JUMPS -> {
        Duration by = chance.upTo(Duration.ofSeconds(chance.oneOf(5, 120, 3600)));
        yield chance.hits(0.5) ? by : by.negated();
      }
      default ->
          chance.between(
              Duration.ofMillis(100), Duration.ofSeconds(chance.oneOf(1, 5, 20, 70, 120)));
    };
  }

  /** When it is undone; a clock stays as it is. */
  Duration over() {
    return kind == Kind.DATABASE_CLOCK_JUMPS ? at : at.plus(lasts);
  }

  /** On how many machines a task is to run, most of them on one; 0 for all. */
  int machines() {
    return whom / 4 < 2 ? 1 : whom / 4 == 5 ? 0 : whom / 4;
  }

  boolean isFault() {
    return kind.isFault();
  }

  @Override
  public int compareTo(Happening other) {
    return at.compareTo(other.at);
  }

  @Override
  public String toString() {
    String what =
        String.format(Locale.ROOT, "%9.3f s  %s #%d", at.toNanos() / 1e9, kind.words(), whom);
    return lasts.isZero()
        ? what
        : String.format(Locale.ROOT, "%s, %.3f s", what, lasts.toNanos() / 1e9);
  }
}
