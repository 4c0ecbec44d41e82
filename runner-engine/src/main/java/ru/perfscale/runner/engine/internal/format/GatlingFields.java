package ru.perfscale.runner.engine.internal.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the fields of a record of Gatling's log. One that is not all there reads as zero and is
 * told by {@link #isShort}. Strings that occur often are written once, with a number of their own:
 * n stands before a new one, −n for the same again.
 */
final class GatlingFields {
  private static final VarHandle INTS = bigEndian(int[].class);
  private static final VarHandle LONGS = bigEndian(long[].class);
  private static final int FIRST_STRINGS = 64;

  /** Different messages of errors may be many; names come early. */
  private static final int MAX_STRINGS = 1 << 16;

  private static final int MAX_STRING_BYTES = 1024;
  private static final byte[] NOTHING = {};
  private static final Charset UTF_16 =
      ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
          ? StandardCharsets.UTF_16LE
          : StandardCharsets.UTF_16BE;

  private final byte[] window;
  private int at;
  private int end;
  private boolean tooShort;
  private boolean wrong;

  /** UTF-8 by number; longer ones are cut, beyond the limit they are not kept. */
  private byte[][] strings = new byte[FIRST_STRINGS][];

  GatlingFields(byte[] window) {
    this.window = window;
  }

  void start(int from, int to) {
    at = from;
    end = to;
    tooShort = false;
    wrong = false;
  }

  int at() {
    return at;
  }

  /** The record goes on beyond what is there. */
  boolean isShort() {
    return tooShort;
  }

  /** Something in it cannot be. */
  boolean isWrong() {
    return wrong && !tooShort;
  }

  int u8() {
    return has(1) ? window[at++] & 0xFF : 0;
  }

  boolean bool() {
    int value = u8();
    wrong |= value > 1;
    return value == 1;
  }

  int i32() {
    if (!has(Integer.BYTES)) {
      return 0;
    }
    at += Integer.BYTES;
    return (int) INTS.get(window, at - Integer.BYTES);
  }

  long i64() {
    if (!has(Long.BYTES)) {
      return 0;
    }
    at += Long.BYTES;
    return (long) LONGS.get(window, at - Long.BYTES);
  }

  /** A number of things or bytes that follow. */
  int size() {
    int size = i32();
    boolean possible = size >= 0 && size <= window.length;
    wrong |= !possible;
    return possible ? size : 0;
  }

  void skip(int bytes) {
    if (has(bytes)) {
      at += bytes;
    }
  }

  private boolean has(int bytes) {
    tooShort |= bytes > end - at;
    return !tooShort;
  }

  /** A string that is written out. */
  String text() {
    int size = size();
    if (size == 0 || !has(size + 1)) {
      return "";
    }
    int coder = window[at + size];
    wrong |= coder < 0 || coder > 1 || coder == 1 && size % 2 != 0;
    String text = new String(window, at, size, coder == 0 ? StandardCharsets.ISO_8859_1 : UTF_16);
    at += size + 1;
    return text;
  }

  /** A string with a number; returns the number. */
  int string() {
    int number = i32();
    if (number > 0) {
      keep(number, text());
    }
    boolean known = number != Integer.MIN_VALUE && number != 0;
    wrong |= !known;
    return known ? Math.abs(number) : 0;
  }

  private void keep(int number, String text) {
    if (tooShort || number >= MAX_STRINGS) {
      return;
    }
    if (number >= strings.length) {
      strings = Arrays.copyOf(strings, Math.min(MAX_STRINGS, Math.max(number + 1, number * 2)));
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    strings[number] = bytes.length <= MAX_STRING_BYTES ? bytes : cut(bytes);
  }

  private static byte[] cut(byte[] bytes) {
    int length = MAX_STRING_BYTES;
    while ((bytes[length] & 0xC0) == 0x80) {
      length--;
    }
    return Arrays.copyOf(bytes, length);
  }

  /** A string by its number, UTF-8; empty if it was not kept. */
  byte[] bytes(int number) {
    return number < strings.length && strings[number] != null ? strings[number] : NOTHING;
  }

  boolean contains(int number, byte[] part) {
    byte[] text = bytes(number);
    for (int from = 0; from + part.length <= text.length; from++) {
      if (Arrays.equals(text, from, from + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  private static VarHandle bigEndian(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.BIG_ENDIAN);
  }
}
