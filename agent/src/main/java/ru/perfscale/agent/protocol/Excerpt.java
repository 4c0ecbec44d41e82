package ru.perfscale.agent.protocol;

import java.nio.charset.StandardCharsets;

/** Cuts text to a number of UTF-8 bytes between two characters. */
final class Excerpt {
  private Excerpt() {}

  static String beginning(String text, int bytes) {
    byte[] all = encoded(text);
    if (all.length <= bytes) {
      return new String(all, StandardCharsets.UTF_8);
    }
    int end = bytes;
    while (end > 0 && continuesCharacter(all[end])) {
      end--;
    }
    return new String(all, 0, end, StandardCharsets.UTF_8);
  }

  /** Starts at the beginning of a line where there is one. */
  static String end(String text, int bytes) {
    byte[] all = encoded(text);
    if (all.length <= bytes) {
      return new String(all, StandardCharsets.UTF_8);
    }
    int start = all.length - bytes;
    while (start < all.length && continuesCharacter(all[start])) {
      start++;
    }
    String tail = new String(all, start, all.length - start, StandardCharsets.UTF_8);
    int line = tail.indexOf('\n');
    return line >= 0 && line < tail.length() - 1 ? tail.substring(line + 1) : tail;
  }

  /** What cannot be encoded becomes '?'; NUL, which no database takes as text, U+FFFD. */
  private static byte[] encoded(String text) {
    return text.replace('\0', '\uFFFD').getBytes(StandardCharsets.UTF_8);
  }

  private static boolean continuesCharacter(byte b) {
    return (b & 0xC0) == 0x80;
  }
}
