package ru.perfscale.runner.engine.results;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Writes a {@code simulation.log} as Gatling 3.15 does. */
final class GatlingBytes {
  private final DataOutputStream out;
  private final long start;
  private final Map<String, Integer> numbers = new HashMap<>();

  GatlingBytes(ByteArrayOutputStream bytes, long startMillis) {
    out = new DataOutputStream(bytes);
    start = startMillis;
    write(
        () -> {
          out.writeByte(0);
          text("3.15.1");
          text("load.shop.Exact");
          out.writeLong(start);
          text("");
          out.writeInt(1);
          text("shopper");
          out.writeInt(1);
          out.writeInt(3);
          out.write(new byte[] {1, 2, 3});
        });
  }

  void request(String name, long startMillis, long endMillis, boolean ok, String message) {
    write(
        () -> {
          out.writeByte(1);
          out.writeInt(1);
          numbered("purchase");
          numbered(name);
          out.writeInt((int) (startMillis - start));
          out.writeInt((int) (endMillis - start));
          out.writeBoolean(ok);
          numbered(message);
        });
  }

  void user(boolean begins) {
    write(
        () -> {
          out.writeByte(2);
          out.writeInt(0);
          out.writeBoolean(begins);
          out.writeInt(5);
        });
  }

  void group(String name) {
    write(
        () -> {
          out.writeByte(3);
          out.writeInt(1);
          numbered(name);
          out.writeInt(0);
          out.writeInt(9);
          out.writeInt(8);
          out.writeBoolean(true);
        });
  }

  void error(String message) {
    write(
        () -> {
          out.writeByte(4);
          numbered(message);
          out.writeInt(7);
        });
  }

  void raw(int... bytes) {
    write(
        () -> {
          for (int next : bytes) {
            out.writeByte(next);
          }
        });
  }

  private void numbered(String text) throws IOException {
    Integer known = numbers.get(text);
    if (known != null) {
      out.writeInt(-known);
      return;
    }
    numbers.put(text, numbers.size() + 1);
    out.writeInt(numbers.size());
    text(text);
  }

  private void text(String text) throws IOException {
    boolean latin = text.chars().allMatch(next -> next < 256);
    byte[] bytes =
        text.getBytes(
            latin
                ? StandardCharsets.ISO_8859_1
                : ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                    ? StandardCharsets.UTF_16LE
                    : StandardCharsets.UTF_16BE);
    out.writeInt(bytes.length);
    if (bytes.length > 0) {
      out.write(bytes);
      out.writeByte(latin ? 0 : 1);
    }
  }

  private interface Part {
    void write() throws IOException;
  }

  private static void write(Part part) {
    try {
      part.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
