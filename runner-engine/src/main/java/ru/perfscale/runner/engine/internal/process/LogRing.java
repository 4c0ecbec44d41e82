package ru.perfscale.runner.engine.internal.process;

import java.nio.charset.StandardCharsets;
import ru.perfscale.runner.engine.LogTail;

/** Keeps the first and the last 64 KiB of a log of any size. Confined to its reader. */
public final class LogRing implements Pipe.Reader {
  static final int PART_BYTES = 64 * 1024;

  private final byte[] head = new byte[PART_BYTES];
  private final byte[] tail = new byte[PART_BYTES];
  private int headLength;
  private long total;

  @Override
  public void read(byte[] bytes, int from, int to) {
    total += to - from;
    int toHead = Math.min(to - from, PART_BYTES - headLength);
    System.arraycopy(bytes, from, head, headLength, toHead);
    headLength += toHead;
    // Of what is left only the last bytes can stay.
    int at = Math.max(from + toHead, to - PART_BYTES);
    long position = total - (to - at) - PART_BYTES;
    while (at < to) {
      int slot = Math.floorMod(position, PART_BYTES);
      int length = Math.min(to - at, PART_BYTES - slot);
      System.arraycopy(bytes, at, tail, slot, length);
      at += length;
      position += length;
    }
  }

  /** What is kept. */
  public LogTail tail() {
    long behindHead = total - headLength;
    int tailLength = (int) Math.min(behindHead, PART_BYTES);
    long cut = behindHead - tailLength;
    byte[] end = new byte[tailLength];
    long first = behindHead - tailLength;
    for (int i = 0; i < tailLength; i++) {
      end[i] = tail[(int) ((first + i) % PART_BYTES)];
    }
    if (cut == 0) {
      byte[] all = new byte[headLength + tailLength];
      System.arraycopy(head, 0, all, 0, headLength);
      System.arraycopy(end, 0, all, headLength, tailLength);
      return new LogTail(text(all, all.length), total, 0);
    }
    String text = text(head, headLength) + "\n… " + cut + " bytes cut …\n" + text(end, tailLength);
    return new LogTail(text, total, cut);
  }

  private static String text(byte[] bytes, int length) {
    return new String(bytes, 0, length, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
  }
}
