package ru.perfscale.adapters.http.agent;

/** What a tool said, which may be of any length, cut to what is kept. */
final class SpokenText {
  private SpokenText() {}

  static String beginning(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean inPair = Character.isLowSurrogate(text.charAt(most));
    return text.substring(0, inPair ? most - 1 : most) + "…";
  }

  static String end(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int from = text.length() - most;
    return text.substring(Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from);
  }
}
