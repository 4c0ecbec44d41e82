package ru.perfscale.domain.machine;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a user marks a machine with, to choose machines by.
 *
 * @param values at most 32; a key has 1–63 letters, digits, dots, underscores, slashes and hyphens
 *     and begins and ends with a letter or a digit, a value has at most 63 characters
 */
public record Labels(SortedMap<String, String> values) {
  public static final Labels NONE = new Labels(new TreeMap<>());

  /** How many there may be. */
  public static final int MOST = 32;

  private static final int LONGEST = 63;
  private static final Pattern KEY =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._/-]{0,61}[A-Za-z0-9])?");

  public Labels {
    if (values.size() > MOST) {
      throw new IllegalArgumentException(
          "must be at most " + MOST + " labels, not " + values.size());
    }
    values.forEach(Labels::check);
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  public static Labels of(Map<String, String> values) {
    return new Labels(new TreeMap<>(values));
  }

  private static void check(String key, String value) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "must have keys of 1 to 63 letters, digits, '.', '_', '/', '-' such as zone");
    }
    if (value.codePointCount(0, value.length()) > LONGEST || value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "must have values of at most " + LONGEST + " characters without NUL");
    }
  }
}
