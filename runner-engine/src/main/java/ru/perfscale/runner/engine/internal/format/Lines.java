package ru.perfscale.runner.engine.internal.format;

import ru.perfscale.runner.engine.internal.text.ByteSearch;

/** Cuts a stream into lines, in the buffer that was read unless a line spans two. */
final class Lines {
  /** Takes one line. */
  interface Taker {
    void line(byte[] bytes, int from, int to);

    /** A line was longer than it may be; {@code bytes} are its beginning. */
    void tooLong(byte[] bytes, int from, int to);
  }

  private final Taker taker;
  private final byte[] carry;
  private int carried;
  private boolean tooLong;

  Lines(int maxBytes, Taker taker) {
    carry = new byte[maxBytes];
    this.taker = taker;
  }

  void read(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int end = ByteSearch.lineFeed(bytes, at, to);
      boolean whole = end < to;
      if (carried > 0 || !whole) {
        carry(bytes, at, end);
      }
      if (whole) {
        if (carried > 0) {
          endCarried();
        } else {
          take(bytes, at, end);
        }
      }
      at = end + 1;
    }
  }

  private void carry(byte[] bytes, int from, int to) {
    int length = Math.min(to - from, carry.length - carried);
    System.arraycopy(bytes, from, carry, carried, length);
    carried += length;
    tooLong |= length < to - from;
  }

  private void endCarried() {
    if (tooLong) {
      taker.tooLong(carry, 0, carried);
    } else {
      take(carry, 0, carried);
    }
    carried = 0;
    tooLong = false;
  }

  private void take(byte[] bytes, int from, int end) {
    int to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
    if (to - from > carry.length) {
      taker.tooLong(bytes, from, to);
    } else if (to > from) {
      taker.line(bytes, from, to);
    }
  }

  /** There is no more; a last line need not have a line feed. */
  void end() {
    if (carried > 0) {
      endCarried();
    }
  }
}
