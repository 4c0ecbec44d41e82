package ru.perfscale.application.machine;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes secrets of 256 random bits, which nobody guesses and whose plain hash tells nothing. */
final class RandomSecret {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomSecret() {}

  static String next(String prefix) {
    byte[] bits = new byte[32];
    RANDOM.nextBytes(bits);
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }
}
