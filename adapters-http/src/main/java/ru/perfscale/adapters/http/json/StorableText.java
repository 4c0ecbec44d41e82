package ru.perfscale.adapters.http.json;

/**
 * JSON can spell texts that neither UTF-8 nor PostgreSQL can hold: NUL and halves of surrogate
 * pairs.
 */
final class StorableText {
  private StorableText() {}

  /**
   * @throws IllegalArgumentException when it cannot be stored
   */
  static String require(String text) {
    if (firstBad(text, 0) >= 0) {
      throw new IllegalArgumentException("must be text without NUL and without half characters");
    }
    return text;
  }

  /** The same text with U+FFFD for what cannot be stored. */
  static String repaired(String text) {
    int bad = firstBad(text, 0);
    if (bad < 0) {
      return text;
    }
    StringBuilder repaired = new StringBuilder(text);
    for (; bad >= 0; bad = firstBad(repaired, bad + 1)) {
      repaired.setCharAt(bad, '\ufffd');
    }
    return repaired.toString();
  }

  private static int firstBad(CharSequence text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return i;
      }
      if (Character.isHighSurrogate(c)) {
        if (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }
}
