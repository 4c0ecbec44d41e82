package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import ru.perfscale.domain.machine.MachineId;

/**
 * Whether the machines were healthy enough for the figures to be trusted: {@code
 * docs/measurement.md}, section Validity.
 *
 * @param doubts empty exactly when it is valid
 */
public record Validity(Status status, List<Doubt> doubts) {
  /** A second is busy when more than this share of all processors was in use. */
  public static final double BUSY = 0.9;

  /** A second is stolen when the hypervisor took more than this share of them. */
  public static final double STOLEN = 0.05;

  /** A second is stalled when the measuring thread ran at least this late. */
  public static final Duration STALLED = Duration.ofMillis(500);

  /** A second is full when at least this much waited in the pipe, which holds 64 KiB. */
  public static final long FULL_BYTES = 60 * 1024;

  /** From good to bad. */
  public enum Status {
    VALID,
    /** Something was not as it should be: compare with another run before relying on it. */
    SUSPECT,
    /** The figures are wrong, not just disturbed: such a task does not pass. */
    INVALID;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What speaks against a machine. */
  public enum Cause {
    CPU,
    STEAL,
    STALL,
    PIPE,
    SKEW,
    CLAMPED,
    UNKNOWN;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A reason not to trust a machine's figures.
   *
   * @param message for a person: what was found
   */
  public record Doubt(MachineId machine, Status status, Cause cause, String message) {
    public Doubt {
      requireNonNull(machine);
      requireNonNull(status);
      requireNonNull(cause);
      requireNonNull(message);
    }
  }

  /**
   * A machine that generated load.
   *
   * @param samples all that it measured
   * @param clamped durations that its histograms hold at their end
   */
  public record Generator(MachineId machine, HealthTally health, long samples, long clamped) {
    public Generator {
      requireNonNull(machine);
      requireNonNull(health);
    }
  }

  public Validity {
    requireNonNull(status);
    doubts = List.copyOf(doubts);
  }

  /** Empty when none of the machines said how it did. */
  public static Optional<Validity> of(List<Generator> generators) {
    if (generators.stream().noneMatch(each -> each.health().isKnown())) {
      return Optional.empty();
    }
    List<Doubt> doubts =
        generators.stream().flatMap(each -> new GeneratorDoubts(each).all().stream()).toList();
    Status worst = doubts.stream().map(Doubt::status).max(Enum::compareTo).orElse(Status.VALID);
    return Optional.of(new Validity(worst, doubts));
  }
}
