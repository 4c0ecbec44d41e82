package ru.perfscale.runner.engine.internal.sample;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;

/** The one spelling of a label: NFC, without NUL, at most 256 bytes of UTF-8, never empty. */
final class LabelText {
  static final int MAX_BYTES = 256;
  static final String UNNAMED = "(unnamed)";

  /** ~ and 16 hexadecimal digits of the SHA-256 of the whole label. */
  private static final int HASH_BYTES = 8;

  private LabelText() {}

  static String of(String text) {
    String normal = Normalizer.normalize(text, Normalizer.Form.NFC).replace('\0', '\uFFFD');
    if (normal.isEmpty()) {
      return UNNAMED;
    }
    byte[] bytes = normal.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= MAX_BYTES ? normal : cut(bytes);
  }

  private static String cut(byte[] bytes) {
    int end = MAX_BYTES - 1 - 2 * HASH_BYTES;
    while ((bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    String hash = HexFormat.of().formatHex(sha256(bytes), 0, HASH_BYTES);
    return new String(bytes, 0, end, StandardCharsets.UTF_8) + "~" + hash;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
