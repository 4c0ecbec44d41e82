package ru.perfscale.runner.engine;

/**
 * One machine's part of a load that several machines produce together. Drivers divide what their
 * tool lets them divide, so that the parts 1/N … N/N add up to the whole.
 *
 * @param index which part, 1 … of
 * @param of how many parts there are, 1 … 1,000
 */
public record Share(int index, int of) {
  /** All of the load. */
  public static final Share WHOLE = new Share(1, 1);

  private static final int MOST = 1_000;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException unless 1 ≤ index ≤ of ≤ 1,000
   */
  public Share {
    if (of < 1 || of > MOST || index < 1 || index > of) {
      throw new IllegalArgumentException(
          "share is %d/%d, must be i/N with 1 ≤ i ≤ N ≤ %,d".formatted(index, of, MOST));
    }
  }

  /**
   * Reads {@code i/N}, such as {@code 2/5}.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Share parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length == 2) {
      try {
        return new Share(Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[1].strip()));
      } catch (NumberFormatException e) {
        // Told below with the whole text.
      }
    }
    throw new IllegalArgumentException("share is '" + text + "', must be i/N such as 2/5");
  }

  /** Whether there is nothing to divide. */
  public boolean isWhole() {
    return of == 1;
  }

  /**
   * This part of a whole number of things, by largest remainder: the first parts get one more where
   * it does not divide evenly, and all parts add up to the total.
   *
   * @param total 0 or more
   */
  public long part(long total) {
    return total / of + (index <= total % of ? 1 : 0);
  }

  /** {@code i/N}. */
  @Override
  public String toString() {
    return index + "/" + of;
  }
}
