package ru.perfscale.domain.task;

import java.util.Collection;

/**
 * How much of what a run measured is stored.
 *
 * @param expectedFrames how many frames there are: the number in the agent's last one, or of a run
 *     that was lost the whole seconds from its start to the loss
 * @param stored stored ÷ expected, 0 … 1
 */
public record Coverage(long expectedFrames, double stored) {
  public Coverage {
    if (expectedFrames < 0 || !(stored >= 0 && stored <= 1)) {
      throw new IllegalArgumentException(
          "Not a coverage: %s of %d frames".formatted(stored, expectedFrames));
    }
  }

  /**
   * Of a run without a last frame, which would tell how many there are: one frame is expected for
   * each whole second, however many it was delivered in.
   *
   * @param expectedSeconds from its start to the loss
   * @param storedSeconds those of which something is stored
   */
  public static Coverage ofLost(long expectedSeconds, long storedSeconds) {
    long expected = Math.max(0, expectedSeconds);
    return new Coverage(
        expected, expected == 0 ? 0 : Math.min(1, (double) storedSeconds / expected));
  }

  /** The same run with more of its seconds stored. */
  public Coverage grownTo(long storedSeconds) {
    return new Coverage(
        expectedFrames, Math.max(stored, ofLost(expectedFrames, storedSeconds).stored()));
  }

  /** All stored ÷ all expected frames; one run's own when there is only one. */
  public static double of(Collection<Coverage> runs) {
    double stored = 0;
    double expected = 0;
    for (Coverage run : runs) {
      // A run that expects nothing still counts: it is whole, or it is missing.
      long weight = Math.max(1, run.expectedFrames());
      stored += weight * run.stored();
      expected += weight;
    }
    return expected == 0 ? 0 : stored / expected;
  }
}
