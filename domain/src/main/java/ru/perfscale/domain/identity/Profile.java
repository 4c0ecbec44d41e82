package ru.perfscale.domain.identity;

import java.util.Optional;

/** How a person is shown; nothing here grants anything. */
public record Profile(
    Optional<String> email, Optional<String> name, Optional<String> preferredUsername) {
  public static final Profile EMPTY =
      new Profile(Optional.empty(), Optional.empty(), Optional.empty());
}
