package ru.perfscale.runner.engine.internal.sample;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ru.perfscale.runner.engine.internal.text.Words;

/**
 * Numbers the labels of a run in order of appearance. Known bytes are found by their hash without
 * making a string; new ones are normalised, and after 1,000 labels all new ones are {@code other}.
 * Memory is bounded, whatever the tool sends.
 */
final class Labels {
  static final String OTHER = "other";
  static final int MAX_LABELS = 1_000;

  /** Different bytes may be the same label (NFC), so that there may be more forms than labels. */
  private static final int MAX_FORMS = 4 * MAX_LABELS;

  private static final int SLOTS = 16_384;
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private final byte[][] forms = new byte[SLOTS][];
  private final int[] numbers = new int[SLOTS];
  private int formCount;
  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> byName = new HashMap<>();
  private boolean complete = true;

  int number(byte[] text, int from, int to) {
    int slot = slotOf(text, from, to);
    if (forms[slot] != null) {
      return numbers[slot];
    }
    if (names.size() >= MAX_LABELS && isShortAscii(text, from, to)) {
      // Its own normal form: had the label a number, it would be in a slot.
      return other();
    }
    String name = LabelText.of(new String(text, from, to - from, StandardCharsets.UTF_8));
    int number = numberOf(name);
    if (formCount < MAX_FORMS && names.get(number).equals(name)) {
      remember(Arrays.copyOfRange(text, from, to), number);
    }
    return number;
  }

  private int numberOf(String name) {
    Integer known = byName.get(name);
    if (known != null) {
      return known;
    }
    return names.size() < MAX_LABELS ? append(name) : other();
  }

  private int other() {
    complete = false;
    Integer known = byName.get(OTHER);
    return known != null ? known : append(OTHER);
  }

  private int append(String name) {
    int number = names.size();
    names.add(name);
    byName.put(name, number);
    remember(name.getBytes(StandardCharsets.UTF_8), number);
    return number;
  }

  private void remember(byte[] form, int number) {
    int slot = slotOf(form, 0, form.length);
    if (forms[slot] == null) {
      forms[slot] = form;
      numbers[slot] = number;
      formCount++;
    }
  }

  String name(int number) {
    return names.get(number);
  }

  boolean complete() {
    return complete;
  }

  private int slotOf(byte[] text, int from, int to) {
    int slot = (int) (hash(text, from, to) >>> 50);
    while (forms[slot] != null
        && !Arrays.equals(forms[slot], 0, forms[slot].length, text, from, to)) {
      slot = slot + 1 & SLOTS - 1;
    }
    return slot;
  }

  /** The upper bits are good; the last word overlaps the one before it. */
  private static long hash(byte[] text, int from, int to) {
    long hash = to - from;
    int at = from;
    for (; at < to - Long.BYTES; at += Long.BYTES) {
      hash = (hash ^ Words.at(text, at)) * SPREAD;
      hash ^= hash >>> 32;
    }
    if (to - from >= Long.BYTES) {
      return (hash ^ Words.at(text, to - Long.BYTES)) * SPREAD;
    }
    long word = 0;
    for (; at < to; at++) {
      word = word << 8 | text[at] & 0xFF;
    }
    return (hash ^ word) * SPREAD;
  }

  private static boolean isShortAscii(byte[] text, int from, int to) {
    if (to - from > LabelText.MAX_BYTES) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (text[i] <= 0) {
        return false;
      }
    }
    return true;
  }
}
