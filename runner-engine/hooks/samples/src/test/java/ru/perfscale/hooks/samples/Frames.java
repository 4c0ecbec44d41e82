package ru.perfscale.hooks.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What docs/sample-frames.md makes of a stream of bytes, read strictly. */
public record Frames(List<Sample> samples, List<Integer> users, long declared) {
  private static final String[] KINDS = {"http", "grpc", "ws", "browser", "custom"};
  private static final String[] PHASES = {"main", "setup", "teardown"};

  public record Sample(
      String label, String kind, boolean error, String phase, long endNanos, long durationNanos) {}

  public static Frames parse(byte[] stream) {
    List<Sample> samples = new ArrayList<>();
    List<Integer> users = new ArrayList<>();
    Map<Integer, String> labels = new HashMap<>();
    long declared = -1;
    ByteBuffer in = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      assertThat(declared).as("nothing follows END").isEqualTo(-1);
      assertThat(new byte[] {in.get(), in.get(), in.get(), in.get()})
          .containsExactly('P', 'S', 1, 0);
      in.getInt();
      int length = Short.toUnsignedInt(in.getShort());
      assertThat(length).isBetween(1, 4_086);
      ByteBuffer payload = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      in.position(in.position() + length);
      while (payload.hasRemaining()) {
        switch (payload.get()) {
          case 1 -> {
            int id = Short.toUnsignedInt(payload.getShort());
            byte[] text = new byte[Short.toUnsignedInt(payload.getShort())];
            payload.get(text);
            labels.put(id, new String(text, StandardCharsets.UTF_8));
          }
          case 2 -> samples.add(sample(payload, labels));
          case 4 -> users.add(payload.getInt());
          case 5 -> declared = payload.getLong();
          default -> throw new AssertionError("unknown record before " + payload);
        }
      }
    }
    return new Frames(samples, users, declared);
  }

  private static Sample sample(ByteBuffer payload, Map<Integer, String> labels) {
    String label = labels.get(Short.toUnsignedInt(payload.getShort()));
    assertThat(label).as("a label goes before its first sample").isNotNull();
    int traits = payload.get();
    return new Sample(
        label,
        KINDS[traits & 7],
        (traits & 8) != 0,
        PHASES[(traits >> 4) & 3],
        payload.getLong(),
        payload.getLong());
  }
}
