package ru.perfscale.runner.engine.internal.sample;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Reads the binary chunks of docs/sample-frames.md and keeps what each writer has said. */
final class Chunks {
  static final int HEADER_BYTES = 10;
  static final int MAGIC_BYTES = 4;
  private static final int MAX_PAYLOAD = 4_086;
  private static final int MAX_WRITERS = 65_536;

  /** Label ids of all writers together; a run has 1,000 labels at most. */
  private static final int MAX_LABEL_IDS = 1 << 20;

  private static final int FIRST_LABEL_IDS = 8;

  private static final byte LABEL = 1;
  private static final byte SAMPLE = 2;
  private static final byte SAMPLE_WITH_RESPONSE = 3;
  private static final byte USERS = 4;
  private static final byte END = 5;

  private static final VarHandle SHORTS = littleEndian(short[].class);
  private static final VarHandle INTS = littleEndian(int[].class);
  private static final VarHandle LONGS = littleEndian(long[].class);

  private final SampleSink sink;
  private final Map<Integer, Writer> writers = new HashMap<>();

  /** Beyond those that every writer has room for. */
  private int labelIds;

  private long users;

  Chunks(SampleSink sink) {
    this.sink = sink;
  }

  private static final class Writer {
    /** Label number + 1 by the writer's label id; 0 is an unknown id. */
    int[] labels = new int[FIRST_LABEL_IDS];

    long samples;
    long users;
  }

  /** Whether a chunk of the version we know may begin here. */
  static boolean isMagic(byte[] bytes, int at, int end) {
    return end - at >= MAGIC_BYTES
        && bytes[at] == 'P'
        && bytes[at + 1] == 'S'
        && bytes[at + 2] == 1
        && bytes[at + 3] == 0;
  }

  /** The length in a header, −1 if it is not one. */
  static int payloadLength(byte[] bytes, int at) {
    int length = u16(bytes, at + 8);
    return isMagic(bytes, at, bytes.length) && length >= 1 && length <= MAX_PAYLOAD ? length : -1;
  }

  /** Reads a whole chunk: all of it, or nothing if its records do not fit together. */
  void read(byte[] bytes, int at, int length) {
    int from = at + HEADER_BYTES;
    int to = at + length;
    int writerId = (int) INTS.get(bytes, at + 4);
    Writer writer = writers.get(writerId);
    if (!wellFormed(bytes, from, to) || writer == null && writers.size() >= MAX_WRITERS) {
      sink.malformed(1);
      return;
    }
    if (writer == null) {
      writer = new Writer();
      writers.put(writerId, writer);
    }
    for (int record = from; record < to; record += sizeOf(bytes, record, to)) {
      apply(bytes, record, writerId, writer);
    }
  }

  private static boolean wellFormed(byte[] bytes, int from, int to) {
    int record = from;
    while (record < to) {
      int size = sizeOf(bytes, record, to);
      if (size > to - record) {
        return false;
      }
      byte type = bytes[record];
      if (type == END && size < to - record) {
        return false;
      }
      if ((type == SAMPLE || type == SAMPLE_WITH_RESPONSE) && !Traits.valid(bytes[record + 3])) {
        return false;
      }
      record += size;
    }
    return true;
  }

  /** The size of a record, its type included; more than there is for an unknown type. */
  private static int sizeOf(byte[] bytes, int at, int to) {
    return switch (bytes[at]) {
      case LABEL -> to - at < 5 ? 5 : 5 + u16(bytes, at + 3);
      case SAMPLE -> 20;
      case SAMPLE_WITH_RESPONSE -> 28;
      case USERS -> 5;
      case END -> 9;
      default -> Integer.MAX_VALUE;
    };
  }

  private void apply(byte[] bytes, int at, int writerId, Writer writer) {
    switch (bytes[at]) {
      case LABEL -> define(bytes, at, writer);
      case SAMPLE -> sample(bytes, at, SampleSink.NOT_MEASURED, writer);
      case SAMPLE_WITH_RESPONSE -> sample(bytes, at, i64(bytes, at + 20), writer);
      case USERS -> setUsers(writer, (int) INTS.get(bytes, at + 1) & 0xFFFF_FFFFL);
      default -> {
        long missing = i64(bytes, at + 1) - writer.samples;
        if (missing != 0) {
          sink.malformed(Math.max(1, Math.abs(missing)));
        }
        setUsers(writer, 0);
        labelIds -= writer.labels.length - FIRST_LABEL_IDS;
        writers.remove(writerId);
      }
    }
  }

  private void define(byte[] bytes, int at, Writer writer) {
    int id = u16(bytes, at + 1);
    if (id >= writer.labels.length) {
      int length = Math.max(id + 1, Math.min(writer.labels.length * 2, 65_536));
      if (labelIds + length - writer.labels.length > MAX_LABEL_IDS) {
        sink.malformed(1);
        return;
      }
      labelIds += length - writer.labels.length;
      writer.labels = Arrays.copyOf(writer.labels, length);
    }
    writer.labels[id] = 1 + sink.label(bytes, at + 5, at + 5 + u16(bytes, at + 3));
  }

  private void sample(byte[] bytes, int at, long response, Writer writer) {
    writer.samples++;
    int id = u16(bytes, at + 1);
    if (id >= writer.labels.length || writer.labels[id] == 0) {
      sink.malformed(1);
      return;
    }
    long duration = i64(bytes, at + 12);
    sink.sample(
        writer.labels[id] - 1,
        bytes[at + 3],
        i64(bytes, at + 4),
        duration == -1 ? SampleSink.NOT_MEASURED : duration,
        response);
  }

  private void setUsers(Writer writer, long count) {
    users += count - writer.users;
    writer.users = count;
    sink.users(users);
  }

  private static int u16(byte[] bytes, int at) {
    return (short) SHORTS.get(bytes, at) & 0xFFFF;
  }

  private static long i64(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  private static VarHandle littleEndian(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }
}
