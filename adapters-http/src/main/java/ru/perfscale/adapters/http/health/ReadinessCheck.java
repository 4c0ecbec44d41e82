package ru.perfscale.adapters.http.health;

import java.util.Optional;

/** One part that must work before the server can. Thread-safe; answers within a second or two. */
public interface ReadinessCheck {
  /** Such as {@code database}. */
  String name();

  /** What is wrong, in words that a stranger may read; empty when it is ready. */
  Optional<String> problem();
}
