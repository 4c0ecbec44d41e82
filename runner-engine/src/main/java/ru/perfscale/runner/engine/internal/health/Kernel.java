package ru.perfscale.runner.engine.internal.health;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The units of /proc.
 *
 * @param pageBytes of memory
 * @param tickNanos of processor time
 */
record Kernel(long pageBytes, long tickNanos) {
  private static final int AT_PAGESZ = 6;
  private static final int AT_CLKTCK = 17;
  private static final long SECOND = 1_000_000_000L;

  /** What the kernel told this JVM when it started; the usual values where that cannot be read. */
  static Kernel read() {
    long page = 4_096;
    long ticks = 100;
    try {
      ByteBuffer vector =
          ByteBuffer.wrap(Files.readAllBytes(Path.of("/proc/self/auxv")))
              .order(ByteOrder.nativeOrder());
      while (vector.remaining() >= 2 * Long.BYTES) {
        long key = vector.getLong();
        long value = vector.getLong();
        page = key == AT_PAGESZ ? value : page;
        ticks = key == AT_CLKTCK ? value : ticks;
      }
    } catch (IOException e) {
      return new Kernel(page, SECOND / ticks);
    }
    return new Kernel(page, SECOND / ticks);
  }
}
