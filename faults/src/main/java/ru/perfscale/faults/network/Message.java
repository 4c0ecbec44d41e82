package ru.perfscale.faults.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request or an answer of HTTP/1.1.
 *
 * @param bytes all of it, as it came
 * @param start the first line
 * @param bodyAt where its body begins
 */
record Message(byte[] bytes, String start, int bodyAt) {
  private static final int MAX_HEAD = 64 << 10;
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)");

  /**
   * Reads the next one; null when there is none.
   *
   * @throws IOException also when it ends within
   */
  static Message read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String head = head(in, bytes);
    if (head == null) {
      return null;
    }
    int bodyAt = bytes.size();
    Matcher length = LENGTH.matcher(head.toLowerCase(Locale.ROOT));
    if (length.find()) {
      copy(in, bytes, Long.parseLong(length.group(1)));
    } else if (head.toLowerCase(Locale.ROOT).contains("\r\ntransfer-encoding: chunked")) {
      copyChunks(in, bytes);
    }
    return new Message(bytes.toByteArray(), head.substring(0, head.indexOf("\r\n")), bodyAt);
  }

  private static String head(InputStream in, ByteArrayOutputStream bytes) throws IOException {
    int ends = 0;
    while (ends < 4) {
      int next = in.read();
      if (next < 0) {
        if (bytes.size() == 0) {
          return null;
        }
        throw new IOException("It ends within its head");
      }
      bytes.write(next);
      boolean expected = next == (ends % 2 == 0 ? '\r' : '\n');
      ends = expected ? ends + 1 : next == '\r' ? 1 : 0;
      if (bytes.size() > MAX_HEAD) {
        throw new IOException("Its head is longer than " + MAX_HEAD + " bytes");
      }
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private static void copy(InputStream in, ByteArrayOutputStream bytes, long length)
      throws IOException {
    byte[] body = in.readNBytes(Math.toIntExact(length));
    bytes.writeBytes(body);
    if (body.length < length) {
      throw new IOException("It ends within its body");
    }
  }

  private static void copyChunks(InputStream in, ByteArrayOutputStream bytes) throws IOException {
    int size;
    do {
      String line = line(in, bytes);
      size = Integer.parseInt(line.split(";")[0].strip(), 16);
      copy(in, bytes, size);
      line(in, bytes);
    } while (size > 0);
  }

  private static String line(InputStream in, ByteArrayOutputStream bytes) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("It ends within its body");
      }
      bytes.write(next);
      line.append((char) next);
    }
    bytes.write('\n');
    return line.toString();
  }

  /** Of a request: where it goes, such as {@code /agent/v1/poll}. */
  String path() {
    return start.split(" ", 3)[1];
  }

  /** Of an answer: such as 200. */
  int status() {
    return Integer.parseInt(start.split(" ", 3)[1]);
  }

  /** Of one that came in one piece. */
  byte[] body() {
    byte[] body = new byte[bytes.length - bodyAt];
    System.arraycopy(bytes, bodyAt, body, 0, body.length);
    return body;
  }
}
