package ru.perfscale.faults.network;

import java.time.Duration;

/**
 * What a network does with one message.
 *
 * @param delay before it is done; of {@link Kind#TWICE}, between the two
 */
public record Deed(Kind kind, Duration delay) {
  /** What happens to the message. */
  public enum Kind {
    PASS,
    /** Of a request: the server gets it twice, the client hears the first answer. */
    TWICE,
    /** It is gone, and the connection with it. */
    LOSE,
    /** Half of it passes, then the connection ends. */
    HALVE
  }

  public static final Deed PASS = new Deed(Kind.PASS, Duration.ZERO);
  public static final Deed LOSE = new Deed(Kind.LOSE, Duration.ZERO);
  public static final Deed HALVE = new Deed(Kind.HALVE, Duration.ZERO);

  /** It passes, but late: whatever else is sent meanwhile overtakes it. */
  public static Deed late(Duration delay) {
    return new Deed(Kind.PASS, delay);
  }

  /** It passes, and a copy of it comes later, also behind what was sent meanwhile. */
  public static Deed twice(Duration between) {
    return new Deed(Kind.TWICE, between);
  }
}
