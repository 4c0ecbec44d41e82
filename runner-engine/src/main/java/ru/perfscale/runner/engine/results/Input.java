package ru.perfscale.runner.engine.results;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import ru.perfscale.runner.engine.internal.sample.SampleReader;

/** The bytes of a result file, unpacked when it is gzipped, without a byte order mark. */
final class Input implements Closeable {
  private static final int BUFFER_BYTES = 128 * 1024;
  private static final int GZIP_FIRST = 0x1F;
  private static final int GZIP_SECOND = 0x8B;
  private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

  private final InputStream stream;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private boolean cut;

  private Input(InputStream stream) {
    this.stream = stream;
  }

  static Input open(Path file) throws IOException {
    InputStream raw = Files.newInputStream(file);
    try {
      BufferedInputStream bytes = new BufferedInputStream(raw, BUFFER_BYTES);
      bytes.mark(2);
      boolean packed = bytes.read() == GZIP_FIRST && bytes.read() == GZIP_SECOND;
      bytes.reset();
      Input input = new Input(packed ? new GZIPInputStream(bytes, BUFFER_BYTES) : bytes);
      input.fill();
      input.skipByteOrderMark();
      return input;
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  private void fill() throws IOException {
    from = 0;
    to = 0;
    try {
      while (to < BUFFER_BYTES) {
        int read = stream.read(buffer, to, BUFFER_BYTES - to);
        if (read < 0) {
          return;
        }
        to += read;
      }
    } catch (EOFException e) {
      // A gzip file that was not written to its end; what is there counts.
      cut = true;
    }
  }

  private void skipByteOrderMark() {
    boolean marked = to >= BYTE_ORDER_MARK.length;
    for (int i = 0; marked && i < BYTE_ORDER_MARK.length; i++) {
      marked = (buffer[i] & 0xFF) == BYTE_ORDER_MARK[i];
    }
    from = marked ? BYTE_ORDER_MARK.length : 0;
  }

  /** Up to so many of the first bytes, one character each. */
  String head(int length) {
    return new String(buffer, from, Math.min(length, to - from), StandardCharsets.ISO_8859_1);
  }

  /** Hands all bytes over. */
  void readAll(SampleReader reader) throws IOException {
    while (from < to) {
      reader.read(buffer, from, to);
      if (cut) {
        return;
      }
      fill();
    }
  }

  /** Whether the file ended in the middle of its compression. */
  boolean isCut() {
    return cut;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
