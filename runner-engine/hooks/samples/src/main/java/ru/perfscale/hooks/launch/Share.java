package ru.perfscale.hooks.launch;

/**
 * This run's part of a load that several machines produce together.
 *
 * @param index 1 … of
 * @param of how many parts there are
 */
public record Share(int index, int of) {
  private static final Share WHOLE = new Share(1, 1);

  /** As the engine writes it, {@code i/N}; null is the whole. */
  static Share parse(String text) {
    if (text == null) {
      return WHOLE;
    }
    int slash = text.indexOf('/');
    return new Share(
        Integer.parseInt(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  public boolean isWhole() {
    return of == 1;
  }

  /** The part of so many things; the first shares get one more where they do not divide evenly. */
  public long part(long total) {
    return total / of + (index <= total % of ? 1 : 0);
  }

  @Override
  public String toString() {
    return index + "/" + of;
  }
}
