package ru.perfscale.agent.protocol;

import java.time.Duration;
import java.time.Instant;

/**
 * How this machine's clock stands to the server's.
 *
 * @param ahead what is added to this machine's time to get the server's
 * @param error how far that may be off, at most
 */
public record ClockOffset(Duration ahead, Duration error) {
  /**
   * Of one exchange: the server looked at its clock somewhere between the question and the answer.
   *
   * @param asked by this machine's clock
   * @param roundTrip from the question to the answer
   */
  public static ClockOffset of(Instant asked, Instant serverTime, Duration roundTrip) {
    Duration half = roundTrip.dividedBy(2);
    return new ClockOffset(Duration.between(asked.plus(half), serverTime), half);
  }
}
