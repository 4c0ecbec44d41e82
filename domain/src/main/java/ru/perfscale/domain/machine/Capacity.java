package ru.perfscale.domain.machine;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a machine has, as far as it is known.
 *
 * @param cpuCores 1 … 4096
 * @param memoryGb gigabytes, more than 0, at most 6 digits before the point and 3 behind it
 */
public record Capacity(OptionalInt cpuCores, Optional<BigDecimal> memoryGb) {
  public static final Capacity UNKNOWN = new Capacity(OptionalInt.empty(), Optional.empty());
  private static final BigDecimal MOST_MEMORY = new BigDecimal("999999.999");

  public Capacity {
    cpuCores.ifPresent(Capacity::checkCores);
    memoryGb.ifPresent(Capacity::checkMemory);
    memoryGb = memoryGb.map(BigDecimal::stripTrailingZeros);
  }

  /** The same, and what the other one knows where this one knows nothing. */
  public Capacity or(Capacity other) {
    return new Capacity(
        cpuCores.isPresent() ? cpuCores : other.cpuCores, memoryGb.or(() -> other.memoryGb));
  }

  public static int checkCores(int cores) {
    if (cores < 1 || cores > 4096) {
      throw new IllegalArgumentException("must be a whole number from 1 to 4096");
    }
    return cores;
  }

  public static BigDecimal checkMemory(BigDecimal gigabytes) {
    if (gigabytes.signum() <= 0
        || gigabytes.compareTo(MOST_MEMORY) > 0
        || gigabytes.stripTrailingZeros().scale() > 3) {
      throw new IllegalArgumentException(
          "must be a number of gigabytes above 0, at most " + MOST_MEMORY + ", 3 decimals");
    }
    return gigabytes;
  }
}
