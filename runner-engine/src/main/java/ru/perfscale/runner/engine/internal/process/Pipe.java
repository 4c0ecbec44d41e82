package ru.perfscale.runner.engine.internal.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The reading end of a named pipe. It is open for writing, too, so that it never reaches its end
 * while writers come and go; and so that {@link #finish}, called when no writer is left, can put a
 * secret mark behind the last byte.
 */
public final class Pipe implements AutoCloseable {
  private static final int MARK_BYTES = 16;
  private static final int BUFFER_BYTES = 64 * 1024;

  /** Takes what was read; the array is used again after the call. */
  public interface Reader {
    void read(byte[] bytes, int from, int to);
  }

  private final FileChannel in;

  /** A channel of its own, because one channel does not write while it reads. */
  private final FileChannel out;

  /** The most bytes that one read found since somebody asked. */
  private final AtomicInteger most = new AtomicInteger();

  private final byte[] mark = new byte[MARK_BYTES];

  private final Path path;
  private final Object identity;

  private Pipe(Path path, FileChannel in, FileChannel out) throws IOException {
    this.path = path;
    identity = identityOf(path);
    this.in = in;
    this.out = out;
    new SecureRandom().nextBytes(mark);
  }

  public static Pipe open(Path fifo) throws IOException {
    // To open it for reading alone would wait for a writer.
    FileChannel in = FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new Pipe(fifo, in, FileChannel.open(fifo, StandardOpenOption.WRITE));
  }

  private static Object identityOf(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  /** Whether who opens its path still gets this pipe. */
  public boolean isInPlace() {
    try {
      return identity.equals(identityOf(path));
    } catch (IOException e) {
      return false;
    }
  }

  /** Reads until the mark; what follows it is not looked at. */
  public void readAll(Reader reader) throws IOException {
    ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER_BYTES);
    byte[] bytes = new byte[MARK_BYTES + BUFFER_BYTES];
    int held = 0;
    while (true) {
      direct.clear();
      int length = in.read(direct);
      if (length > most.get()) {
        most.set(length);
      }
      direct.flip().get(bytes, held, length);
      int end = held + length;
      int marked = markIn(bytes, end);
      if (marked >= 0) {
        reader.read(bytes, 0, marked);
        return;
      }
      held = beginningOfMark(bytes, end);
      reader.read(bytes, 0, end - held);
      System.arraycopy(bytes, end - held, bytes, 0, held);
    }
  }

  private int markIn(byte[] bytes, int end) {
    for (int at = 0; at <= end - MARK_BYTES; at++) {
      if (bytes[at] == mark[0] && Arrays.equals(bytes, at, at + MARK_BYTES, mark, 0, MARK_BYTES)) {
        return at;
      }
    }
    return -1;
  }

  /** How many of the last bytes may be the beginning of a mark. */
  private int beginningOfMark(byte[] bytes, int end) {
    for (int length = Math.min(end, MARK_BYTES - 1); length > 0; length--) {
      if (Arrays.equals(bytes, end - length, end, mark, 0, length)) {
        return length;
      }
    }
    return 0;
  }

  /** The most bytes that waited for one read since the last call; any thread may ask. */
  public int takeBacklog() {
    return most.getAndSet(0);
  }

  /** Writes to whoever reads from the other end. */
  public void write(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }

  /** Lets {@link #readAll} return after everything that has been written so far. */
  public void finish() throws IOException {
    write(mark);
  }

  @Override
  public void close() throws IOException {
    out.close();
    in.close();
  }
}
