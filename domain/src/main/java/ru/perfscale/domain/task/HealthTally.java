package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How many of a run's stored seconds were bad ones, by the bounds of {@link Validity}.
 *
 * @param seconds those whose health is known
 * @param busy those in which the processors were nearly all in use
 * @param stolen those in which the hypervisor took a good part of them away
 * @param stalled those in which the measuring thread was not let run
 * @param full those in which the pipe of samples was full, so that the tool had to wait
 * @param worst the worst of them, each figure for itself
 * @param skewed samples whose own time was too far from their arrival, of all seconds
 */
public record HealthTally(
    long seconds, long busy, long stolen, long stalled, long full, Worst worst, long skewed) {
  /** The highest of each. */
  public record Worst(double machineCpu, double steal, Duration stall) {
    public static final Worst NONE = new Worst(0, 0, Duration.ZERO);

    public Worst {
      requireNonNull(stall);
    }
  }

  public static final HealthTally UNKNOWN = new HealthTally(0, 0, 0, 0, 0, Worst.NONE, 0);

  public HealthTally {
    requireNonNull(worst);
    if (seconds < 0 || busy > seconds || stolen > seconds || stalled > seconds || full > seconds) {
      throw new IllegalArgumentException("More bad seconds than there are: " + seconds);
    }
  }

  /** Whether anything is known. */
  public boolean isKnown() {
    return seconds > 0;
  }
}
