package ru.perfscale.domain.task;

/**
 * One machine's part of a task that several machines carry out together.
 *
 * @param index which part, 1 … of
 * @param of how many parts there are, 1 … 1,000
 */
public record Share(int index, int of) {
  /** All of it. */
  public static final Share WHOLE = new Share(1, 1);

  /** The most machines that a task can have. */
  public static final int MOST = 1_000;

  public Share {
    if (of < 1 || of > MOST || index < 1 || index > of) {
      throw new IllegalArgumentException(
          "A share is i of N with 1 ≤ i ≤ N ≤ %d, not %d of %d".formatted(MOST, index, of));
    }
  }

  /** Whether there is nobody to wait for. */
  public boolean isWhole() {
    return of == 1;
  }
}
