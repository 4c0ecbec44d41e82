package ru.perfscale.faults;

import java.time.Duration;
import java.util.Locale;

/** One fault and what must hold, which is the name of its class. */
public interface Fault {
  /** In the list of faults of {@code docs/faults.md}. */
  int number();

  /** How many agents it needs. */
  default int machines() {
    return 1;
  }

  /** How long the agents of its tasks may be out of contact. */
  default Duration contactLimit() {
    return Duration.ofSeconds(60);
  }

  /** Puts it on a healthy stage and says what did not hold. */
  void put(Round round);

  /** Which of several forms, such as {@code CUT}; empty when there is one. */
  default String form() {
    return "";
  }

  /** As a sentence. */
  default String holds() {
    return getClass().getSimpleName().replaceAll("(?<!^)([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }
}
