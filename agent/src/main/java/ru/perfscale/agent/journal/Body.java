package ru.perfscale.agent.journal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import ru.perfscale.agent.protocol.Claim;
import ru.perfscale.agent.protocol.Frame;
import ru.perfscale.runner.engine.LatencyMeaning;

/** The bodies of records: a letter that says which one, then its fields, big-endian. */
final class Body {
  static final byte HEADER = 'H';
  static final byte LATENCY = 'L';
  static final byte FRAME = 'F';
  static final byte ACKNOWLEDGED = 'A';
  static final byte REPORT = 'R';

  private static final int SEQ = 1;
  private static final int SPAN = SEQ + Long.BYTES;
  private static final int SECOND = SPAN + Integer.BYTES;

  @FunctionalInterface
  private interface Fields {
    void write(DataOutputStream out) throws IOException;
  }

  private Body() {}

  private static byte[] of(byte type, Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(type);
      fields.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot be written to", e);
    }
    return bytes.toByteArray();
  }

  static byte[] header(Header header) {
    return of(
        HEADER,
        out -> {
          out.writeUTF(header.claim().assignment());
          out.writeLong(header.claim().epoch());
          out.writeUTF(header.server());
          out.writeLong(header.createdAt().toEpochMilli());
        });
  }

  static byte[] latency(LatencyMeaning latency) {
    return of(
        LATENCY,
        out -> {
          out.writeUTF(latency.meaning());
          out.writeLong(latency.resolution().toNanos());
        });
  }

  static byte[] frame(Frame frame) {
    return of(
        FRAME,
        out -> {
          out.writeLong(frame.seq());
          out.writeInt(frame.span());
          SnapshotCodec.write(out, frame.content());
        });
  }

  static byte[] acknowledged(long seq) {
    return of(ACKNOWLEDGED, out -> out.writeLong(seq));
  }

  static byte[] report(byte[] text) {
    return of(REPORT, out -> out.write(text));
  }

  private static DataInputStream fields(byte[] body) {
    return new DataInputStream(new ByteArrayInputStream(body, 1, body.length - 1));
  }

  static Header readHeader(byte[] body) throws IOException {
    try (DataInputStream in = fields(body)) {
      return new Header(
          new Claim(in.readUTF(), in.readLong()),
          in.readUTF(),
          Instant.ofEpochMilli(in.readLong()));
    }
  }

  static LatencyMeaning readLatency(byte[] body) throws IOException {
    try (DataInputStream in = fields(body)) {
      return new LatencyMeaning(in.readUTF(), Duration.ofNanos(in.readLong()));
    }
  }

  static Frame readFrame(byte[] body) throws IOException {
    try (DataInputStream in = fields(body)) {
      return new Frame(in.readLong(), in.readInt(), SnapshotCodec.read(in));
    }
  }

  static byte[] readReport(byte[] body) {
    return Arrays.copyOfRange(body, 1, body.length);
  }

  /** The number of a frame, or of an acknowledgement. */
  static long seq(byte[] body) {
    return ByteBuffer.wrap(body).getLong(SEQ);
  }

  /** The frame without its measurements. */
  static Entry entry(byte[] body, Entry.Place place) {
    ByteBuffer fields = ByteBuffer.wrap(body);
    return new Entry(fields.getLong(SEQ), fields.getLong(SECOND), fields.getInt(SPAN), place);
  }

  /** The same frame under another number. */
  static byte[] numbered(byte[] body, long seq) {
    byte[] copy = body.clone();
    ByteBuffer.wrap(copy).putLong(SEQ, seq);
    return copy;
  }
}
