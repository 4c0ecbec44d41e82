package ru.perfscale.agent.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal's file, open for appending: eight letters, a version, then records. A record is the
 * length of its body, a checksum of the length, a checksum of the body, and the body. With a
 * checksum of its own a length that was cut short can be told from one that was changed. Guarded by
 * its journal, but for {@link #keep()}.
 */
final class JournalFile implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);

  static final byte[] MAGIC = "PSJOURNL".getBytes(StandardCharsets.US_ASCII);
  static final int VERSION = 1;
  static final int START = MAGIC.length + Integer.BYTES;
  static final int RECORD_HEAD = 3 * Integer.BYTES;
  static final int MOST_BODY = 64 << 20;

  private static final FileAttribute<Set<PosixFilePermission>> OWN =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final RandomAccessFile file;
  private Path path;
  private long end;

  private JournalFile(Path path, RandomAccessFile file, long end) {
    this.path = path;
    this.file = file;
    this.end = end;
  }

  /** Begins a file, in place of one that may be there. */
  static JournalFile create(Path path, Header header) throws IOException {
    Files.deleteIfExists(path);
    Files.createFile(path, OWN);
    JournalFile created = new JournalFile(path, new RandomAccessFile(path.toFile(), "rw"), 0);
    try {
      created.write(ByteBuffer.allocate(START).put(MAGIC).putInt(VERSION).array());
      created.append(Body.header(header));
      keepNames(path.getParent());
      return created;
    } catch (IOException e) {
      created.close();
      Files.deleteIfExists(path);
      throw e;
    }
  }

  /** Goes on with a file that was read, behind its last good record. */
  static JournalFile open(Path path, long end) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      file.setLength(end);
      return new JournalFile(path, file, end);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Writes a record, or none of it.
   *
   * @return where it is
   */
  Entry.OnDisk append(byte[] body) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(RECORD_HEAD + body.length);
    record.putInt(body.length).putInt(checksum(body.length)).putInt(checksum(body)).put(body);
    Entry.OnDisk place = new Entry.OnDisk(end + RECORD_HEAD, body.length);
    write(record.array());
    return place;
  }

  private void write(byte[] bytes) throws IOException {
    try {
      file.seek(end);
      file.write(bytes);
      end += bytes.length;
    } catch (IOException e) {
      cutBack(e);
      throw e;
    }
  }

  /** What a full disk took of a record; the next one is written over it in any case. */
  private void cutBack(IOException cause) {
    try {
      file.setLength(end);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  byte[] read(Entry.OnDisk place) throws IOException {
    byte[] head = new byte[RECORD_HEAD];
    byte[] body = new byte[place.length()];
    file.seek(place.at() - RECORD_HEAD);
    file.readFully(head);
    file.readFully(body);
    if (ByteBuffer.wrap(head).getInt(2 * Integer.BYTES) != checksum(body)) {
      throw new IOException("the record at byte " + place.at() + " of " + path + " was changed");
    }
    return body;
  }

  static int checksum(byte[] body) {
    CRC32C checksum = new CRC32C();
    checksum.update(body);
    return (int) checksum.getValue();
  }

  static int checksum(int length) {
    return checksum(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
  }

  long size() {
    return end;
  }

  Path path() {
    return path;
  }

  /**
   * Returns when all that was written before would outlive a loss of power. By the thread of the
   * directory only, which nobody interrupts; a file that is closed meanwhile needs it no more.
   */
  void keep() throws IOException {
    try {
      file.getChannel().force(false);
    } catch (ClosedChannelException e) {
      // Replaced by one that was kept before, or deleted.
    }
  }

  /** As {@link #keep()}, by any thread. */
  void keepQuietly() {
    try {
      file.getFD().sync();
    } catch (IOException e) {
      LOG.debug("{} is not synchronised: {}", path, e.toString());
    }
  }

  /** Takes the place of another file, once all of this one would outlive a loss of power. */
  void replace(Path other) throws IOException {
    file.getFD().sync();
    Files.move(path, other, StandardCopyOption.ATOMIC_MOVE);
    path = other;
    keepNames(other.getParent());
  }

  /** Makes a file's name outlive a loss of power, where the system can. */
  static void keepNames(Path directory) {
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    } catch (IOException e) {
      LOG.debug("{} is not synchronised: {}", directory, e.toString());
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
