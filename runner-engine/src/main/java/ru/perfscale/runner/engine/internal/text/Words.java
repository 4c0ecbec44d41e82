package ru.perfscale.runner.engine.internal.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads eight bytes of an array as one number. */
public final class Words {
  static final long ONES = 0x0101_0101_0101_0101L;
  static final long TOPS = 0x8080_8080_8080_8080L;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Words() {}

  /** Eight bytes, the first one lowest. */
  public static long at(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /** The same word of a text of eight or more ASCII characters. */
  public static long of(String text, int at) {
    long word = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      word |= (long) text.charAt(at + i) << 8 * i;
    }
    return word;
  }
}
