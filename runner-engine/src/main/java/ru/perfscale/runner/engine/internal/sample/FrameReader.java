package ru.perfscale.runner.engine.internal.sample;

import static ru.perfscale.runner.engine.internal.sample.Chunks.HEADER_BYTES;

/**
 * Splits what comes through a run's pipe into binary chunks and text lines (docs/sample-frames.md).
 * After something unreadable it goes on at the next magic or line, so that one bad writer does not
 * cost the samples of the others.
 */
public final class FrameReader implements SampleReader {
  private static final int MAX_LINE = 4_096;

  private final SampleSink sink;
  private final Chunks chunks;
  private final byte[] window = new byte[64 * 1024];
  private int start;
  private int end;

  /** Within something unreadable that has already been counted. */
  private boolean skipping;

  public FrameReader(SampleSink sink) {
    this.sink = sink;
    chunks = new Chunks(sink);
  }

  @Override
  public void read(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int length = Math.min(to - at, window.length - end);
      System.arraycopy(bytes, at, window, end, length);
      end += length;
      at += length;
      while (start < end && readNext()) {
        // each call takes one record off the window
      }
      System.arraycopy(window, start, window, 0, end - start);
      end -= start;
      start = 0;
    }
  }

  @Override
  public void end() {
    if (start < end && !skipping) {
      sink.malformed(1);
    }
    start = 0;
    end = 0;
  }

  /** Takes one record; false when more bytes are needed. */
  private boolean readNext() {
    boolean mayBeChunk = window[start] == 'P' && (end - start < 2 || window[start + 1] == 'S');
    return mayBeChunk ? readChunk() : readLine();
  }

  private boolean readChunk() {
    if (end - start < HEADER_BYTES) {
      return false;
    }
    int length = Chunks.payloadLength(window, start);
    if (length < 0) {
      if (!skipping) {
        sink.malformed(1);
      }
      skipping = true;
      start++;
      return true;
    }
    if (end - start < HEADER_BYTES + length) {
      return false;
    }
    skipping = false;
    chunks.read(window, start, HEADER_BYTES + length);
    start += HEADER_BYTES + length;
    return true;
  }

  private boolean readLine() {
    for (int at = start; at < end; at++) {
      if (window[at] == '\n') {
        boolean readable = !skipping && at - start < MAX_LINE;
        if (!skipping && !(readable && TextLine.read(window, start, at, sink))) {
          sink.malformed(1);
        }
        skipping = false;
        start = at + 1;
        return true;
      }
      if (Chunks.isMagic(window, at, end)) {
        if (!skipping) {
          sink.malformed(1);
        }
        skipping = true;
        start = at;
        return true;
      }
    }
    dropOverlongLine();
    return false;
  }

  private void dropOverlongLine() {
    if (end - start >= MAX_LINE) {
      if (!skipping) {
        sink.malformed(1);
      }
      skipping = true;
    }
    if (skipping) {
      // Keep what may be the beginning of a magic.
      start = Math.max(start, end - Chunks.MAGIC_BYTES + 1);
    }
  }
}
