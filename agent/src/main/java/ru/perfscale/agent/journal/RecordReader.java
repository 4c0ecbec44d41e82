package ru.perfscale.agent.journal;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads records from the start of a file to its end or to the first damage. */
final class RecordReader implements Closeable {
  /** What ended the reading. */
  enum Damage {
    NONE,
    /** The last record was not written to its end: the writer died, or the power failed. */
    TORN,
    /** Something that was written has changed. */
    CORRUPT
  }

  private final long size;
  private final DataInputStream in;
  private long position = JournalFile.START;
  private Damage damage = Damage.NONE;

  /**
   * @param path a file whose first bytes are a journal's
   */
  RecordReader(Path path) throws IOException {
    size = Files.size(path);
    in = new DataInputStream(new BufferedInputStream(new FileInputStream(path.toFile()), 1 << 16));
    in.skipNBytes(JournalFile.START);
  }

  /** The next body; empty at the end or before damage. */
  Optional<byte[]> next() throws IOException {
    long left = size - position;
    if (damage != Damage.NONE || left == 0) {
      return Optional.empty();
    }
    if (left < JournalFile.RECORD_HEAD) {
      return ended(Damage.TORN);
    }
    byte[] head = in.readNBytes(JournalFile.RECORD_HEAD);
    ByteBuffer fields = ByteBuffer.wrap(head);
    int length = fields.getInt();
    boolean lengthIsRight = fields.getInt() == JournalFile.checksum(length);
    if (!lengthIsRight || length < 1 || length > JournalFile.MOST_BODY) {
      return ended(isZero(head) && isZero(in) ? Damage.TORN : Damage.CORRUPT);
    }
    if (left < JournalFile.RECORD_HEAD + (long) length) {
      return ended(Damage.TORN);
    }
    byte[] body = in.readNBytes(length);
    if (fields.getInt() != JournalFile.checksum(body)) {
      return ended(isZero(body) && isZero(in) ? Damage.TORN : Damage.CORRUPT);
    }
    position += JournalFile.RECORD_HEAD + length;
    return Optional.of(body);
  }

  private Optional<byte[]> ended(Damage by) {
    damage = by;
    return Optional.empty();
  }

  /** A file system may have made room for what it then had no time to write. */
  private static boolean isZero(InputStream rest) throws IOException {
    byte[] block = new byte[1 << 16];
    for (int read = rest.read(block); read >= 0; read = rest.read(block)) {
      for (int i = 0; i < read; i++) {
        if (block[i] != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isZero(byte[] bytes) {
    for (byte each : bytes) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  /** Where the next record begins, or the damage. */
  long position() {
    return position;
  }

  /** What ended the reading. */
  Damage damage() {
    return damage;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
