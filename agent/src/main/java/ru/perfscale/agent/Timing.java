package ru.perfscale.agent;

import java.time.Duration;

/**
 * The agent's intervals.
 *
 * @param heartbeat between two heartbeats
 * @param preparing between two notes about an installation
 * @param idlePoll before the next poll after one that brought nothing new: an offer that is being
 *     prepared, or a cancel that takes its time, answers every poll at once
 * @param firstRetry bound of the pause after the first failure; doubled with every other
 * @param lastRetry the highest such bound
 * @param revoked before a hello after the credential was refused
 * @param contactMargin how long before the contact limit a run is stopped
 * @param grace how long a tool may take to stop; less than the margin, so that the load is over
 *     before the limit
 */
record Timing(
    Duration heartbeat,
    Duration preparing,
    Duration idlePoll,
    Duration firstRetry,
    Duration lastRetry,
    Duration revoked,
    Duration contactMargin,
    Duration grace) {
  private static final Duration USUAL_DEADLINE = Duration.ofSeconds(10);
  private static final Duration LEAST_DEADLINE = Duration.ofSeconds(2);

  static final Timing DEFAULT =
      new Timing(
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofMillis(500),
          Duration.ofMillis(100),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(4));

  /**
   * How long a run may outlive an agent that is frozen: less than the contact limit by more than a
   * heartbeat, because the control plane counts from the last one that it heard.
   */
  static Duration supervisorDeadline(Duration contactLimit) {
    Duration half = contactLimit.dividedBy(2);
    Duration bounded = half.compareTo(USUAL_DEADLINE) < 0 ? half : USUAL_DEADLINE;
    return bounded.compareTo(LEAST_DEADLINE) > 0 ? bounded : LEAST_DEADLINE;
  }

  Backoff backoff() {
    return new Backoff(firstRetry, lastRetry);
  }
}
