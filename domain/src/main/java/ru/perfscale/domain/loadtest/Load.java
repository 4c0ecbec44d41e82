package ru.perfscale.domain.loadtest;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How much load, where it is not left to the script.
 *
 * @param users virtual users, 1 … 1,000,000
 * @param duration 1 s … 7 days
 */
public record Load(OptionalInt users, Optional<Duration> duration) {
  public static final Load BY_SCRIPT = new Load(OptionalInt.empty(), Optional.empty());

  public Load {
    users.ifPresent(Load::checkUsers);
    duration.ifPresent(Load::checkDuration);
  }

  public static int checkUsers(int users) {
    if (users < 1 || users > 1_000_000) {
      throw new IllegalArgumentException("must be a whole number from 1 to 1000000");
    }
    return users;
  }

  /** Also the range of a time limit. */
  public static Duration checkDuration(Duration duration) {
    if (duration.compareTo(Duration.ofSeconds(1)) < 0
        || duration.compareTo(Duration.ofDays(7)) > 0) {
      throw new IllegalArgumentException("must be from 1s to 168h");
    }
    return duration;
  }
}
