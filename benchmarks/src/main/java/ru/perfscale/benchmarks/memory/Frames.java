package ru.perfscale.benchmarks.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Writes binary chunks of samples without end, always into the same array. */
final class Frames {
  static final int MAX_LABELS = 1_000;
  static final int PER_SECOND = 50_000;
  static final long START_NANOS = 1_795_509_280_000_000_000L;
  private static final int RECORDS = 200;
  private static final int RECORD_BYTES = 20;
  private static final int HEADER_BYTES = 10;
  static final int CHUNK_BYTES = HEADER_BYTES + RECORDS * RECORD_BYTES;
  private static final double MEDIAN_NANOS = 12e6;

  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final Random random = new Random(42);
  private final int labels;
  private long written;

  Frames(int labels) {
    this.labels = labels;
  }

  /** What tells the reader of all labels. */
  byte[] labels() {
    int size = 64;
    ByteBuffer all = ByteBuffer.allocate(labels * size).order(ByteOrder.LITTLE_ENDIAN);
    for (int label = 0; label < labels; label++) {
      byte[] text = ("GET /api/v1/resource" + label).getBytes(StandardCharsets.UTF_8);
      header(all, 5 + text.length);
      all.put((byte) 1).putShort((short) label).putShort((short) text.length).put(text);
    }
    byte[] bytes = new byte[all.position()];
    all.flip().get(bytes);
    return bytes;
  }

  /** The next chunk; good until the next call. */
  byte[] next() {
    chunk.clear();
    header(chunk, RECORDS * RECORD_BYTES);
    for (int i = 0; i < RECORDS; i++) {
      written++;
      long duration = (long) (MEDIAN_NANOS * Math.exp(0.7 * random.nextGaussian()));
      chunk.put((byte) 2).putShort((short) random.nextInt(labels));
      chunk.put((byte) (random.nextInt(100) == 0 ? 8 : 0));
      chunk.putLong(START_NANOS + elapsedNanos()).putLong(duration);
    }
    return chunk.array();
  }

  private static void header(ByteBuffer out, int payload) {
    out.put(new byte[] {'P', 'S', 1, 0}).putInt(7).putShort((short) payload);
  }

  long written() {
    return written;
  }

  /** How far the load has come. */
  long elapsedNanos() {
    return written * (1_000_000_000L / PER_SECOND);
  }
}
