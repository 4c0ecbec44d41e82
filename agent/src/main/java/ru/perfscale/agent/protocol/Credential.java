package ru.perfscale.agent.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The machine's secret, {@code psm_…}. Never shown by {@link #toString()}.
 *
 * @param secret as the control plane issued it, or as it was made here when the host joined
 */
public record Credential(String secret) {
  private static final SecureRandom RANDOM = new SecureRandom();

  public Credential {
    if (secret.isBlank() || !secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "credential is blank or has characters that no HTTP header carries; "
              + "it must be text such as psm_…");
    }
  }

  /** A new one, of 256 random bits. */
  public static Credential create() {
    byte[] bits = new byte[32];
    RANDOM.nextBytes(bits);
    return new Credential("psm_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /** What the control plane knows it by: its SHA-256 in hexadecimal. */
  String hash() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "Credential[…]";
  }
}
