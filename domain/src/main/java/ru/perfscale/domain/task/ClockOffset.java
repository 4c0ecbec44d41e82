package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How an agent's clock stands to the server's, as the agent measured it when it accepted; fixed for
 * the run.
 *
 * @param ahead what is added to the agent's time to get the server's; negative when the agent's
 *     clock is fast
 * @param error how far that may be off: half of the quickest exchange
 */
public record ClockOffset(Duration ahead, Duration error) {
  public static final ClockOffset NONE = new ClockOffset(Duration.ZERO, Duration.ZERO);

  public ClockOffset {
    requireNonNull(ahead);
    if (error.isNegative()) {
      throw new IllegalArgumentException("An error is never negative: " + error);
    }
  }

  /** A frame with the instants of its samples in the server's time. */
  Frame applyTo(Frame frame) {
    long nanos = ahead.toNanos();
    return nanos == 0 ? frame : frame.shifted(nanos);
  }
}
