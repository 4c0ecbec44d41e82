package ru.perfscale.domain.loadtest;

import java.time.Duration;

/**
 * What ends a run that does not end by itself.
 *
 * @param time how long it may take before it is stopped, 1 s … 7 days
 * @param contact how long an agent that runs it may be out of contact before it is lost, 10 s … 1 h
 */
public record Limits(Duration time, Duration contact) {
  private static final Duration LEAST_CONTACT = Duration.ofSeconds(10);
  private static final Duration MOST_CONTACT = Duration.ofHours(1);

  public static final Limits DEFAULT = new Limits(Duration.ofHours(24), Duration.ofSeconds(60));

  public Limits {
    Load.checkDuration(time);
    checkContact(contact);
  }

  /** Contact lost shows after 9 s, and an agent stops its load some seconds before the limit. */
  public static Duration checkContact(Duration limit) {
    if (limit.compareTo(LEAST_CONTACT) < 0 || limit.compareTo(MOST_CONTACT) > 0) {
      throw new IllegalArgumentException("must be from 10s to 1h");
    }
    return limit;
  }

  public Limits withTime(Duration limit) {
    return new Limits(limit, contact);
  }

  public Limits withContact(Duration limit) {
    return new Limits(time, limit);
  }
}
