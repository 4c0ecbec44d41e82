package ru.perfscale.hooks.samples;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes binary sample frames, version 1, to the engine's pipe. Each write is one whole chunk of at
 * most 4,096 bytes, which a pipe takes atomically. Samples of a label that was seen before cost no
 * allocation.
 *
 * <p>Safe for any number of threads. A full chunk is written while the next one is filled: whoever
 * writes is often put aside by the reader that it wakes, and nobody else must wait for that. The
 * stream must not be an interruptible channel: JMeter interrupts the threads of its virtual users,
 * and the interrupt would close the channel for all of them.
 */
public final class SampleChannel implements AutoCloseable {
  private static final int CHUNK_BYTES = 4_096;
  private static final int HEADER_BYTES = 10;
  private static final int SAMPLE_BYTES = 20;
  private static final int LABEL_HEADER_BYTES = 5;
  private static final int LABEL_TEXT_BYTES = 2_048;
  private static final int LABEL_IDS = 65_536;
  private static final byte LABEL = 0x01;
  private static final byte SAMPLE = 0x02;
  private static final byte USERS = 0x04;
  private static final byte END = 0x05;

  private final OutputStream pipe;

  /** Taken while this is locked, and kept until the chunk is written: so chunks stay in order. */
  private final ReentrantLock writing = new ReentrantLock();

  private ByteBuffer chunk;
  private ByteBuffer spare;
  private final Map<String, Integer> labels = new HashMap<>();
  private final CharsetEncoder utf8 =
      StandardCharsets.UTF_8
          .newEncoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private long samples;
  private IOException failure;
  private boolean closed;

  /**
   * @param pipe the engine's pipe, closed with this
   * @param writer unique among the writers of the run
   */
  public SampleChannel(OutputStream pipe, int writer) {
    this.pipe = pipe;
    chunk = chunk(writer);
    spare = chunk(writer);
  }

  private static ByteBuffer chunk(int writer) {
    return ByteBuffer.allocate(CHUNK_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 'P')
        .put((byte) 'S')
        .put((byte) 1)
        .put((byte) 0)
        .putInt(writer)
        .putShort((short) 0);
  }

  /** Records one sample; {@code durationNanos} is −1 where none was measured. */
  public void sample(String label, int traits, long endNanos, long durationNanos) {
    ByteBuffer full = null;
    synchronized (this) {
      int id = labelId(label);
      if (chunk.remaining() < SAMPLE_BYTES) {
        full = exchange();
      }
      chunk
          .put(SAMPLE)
          .putShort((short) id)
          .put((byte) traits)
          .putLong(endNanos)
          .putLong(durationNanos);
      samples++;
    }
    if (full != null) {
      write(full);
    }
  }

  /** Records how many virtual users are active. */
  public synchronized void users(int active) {
    room(5);
    chunk.put(USERS).putInt(active);
  }

  /**
   * Hands over what is buffered.
   *
   * @throws IOException if this or an earlier write failed; samples have been lost then
   */
  public void flush() throws IOException {
    ByteBuffer begun;
    synchronized (this) {
      begun = exchange();
    }
    write(begun);
    throwFailure();
  }

  /**
   * Writes the number of samples as the last record, so that the engine can tell whether any is
   * missing.
   */
  @Override
  public synchronized void close() throws IOException {
    room(9);
    chunk.put(END).putLong(samples);
    write(exchange());
    writing.lock();
    try (pipe) {
      throwFailure();
    } finally {
      closed = true;
      writing.unlock();
    }
  }

  private int labelId(String label) {
    Integer known = labels.get(label);
    return known != null ? known : announce(label);
  }

  private int announce(String label) {
    if (labels.size() == LABEL_IDS) {
      labels.clear();
    }
    int id = labels.size();
    labels.put(label, id);
    room(LABEL_HEADER_BYTES + LABEL_TEXT_BYTES);
    int start = chunk.position();
    chunk.position(start + LABEL_HEADER_BYTES).limit(start + LABEL_HEADER_BYTES + LABEL_TEXT_BYTES);
    // A longer text is cut after a whole character; the engine shortens labels long before that.
    utf8.reset().encode(CharBuffer.wrap(label), chunk, true);
    int length = chunk.position() - start - LABEL_HEADER_BYTES;
    chunk.limit(CHUNK_BYTES);
    chunk.put(start, LABEL).putShort(start + 1, (short) id).putShort(start + 3, (short) length);
    return id;
  }

  private void room(int bytes) {
    if (chunk.remaining() < bytes) {
      write(exchange());
    }
  }

  /** What was filled, for {@link #write}; waits for the one before to be written. */
  private ByteBuffer exchange() {
    writing.lock();
    ByteBuffer filled = chunk;
    chunk = spare;
    spare = filled;
    return filled;
  }

  private void write(ByteBuffer filled) {
    try {
      int payload = filled.position() - HEADER_BYTES;
      if (payload > 0 && failure == null && !closed) {
        filled.putShort(8, (short) payload);
        pipe.write(filled.array(), 0, filled.position());
      }
    } catch (IOException e) {
      failure = e;
    } finally {
      filled.position(HEADER_BYTES);
      writing.unlock();
    }
  }

  private void throwFailure() throws IOException {
    writing.lock();
    try {
      if (failure != null) {
        throw failure;
      }
    } finally {
      writing.unlock();
    }
  }
}
