package ru.perfscale.application.machine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * SHA-256 of a machine's credential or of a join token. These are 256 random bits, so a plain hash
 * cannot be turned back. Secrets are compared by it only: whoever guesses cannot choose how far a
 * hash agrees with a stored one, so the time of a comparison tells nothing.
 */
public record CredentialHash(String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public CredentialHash {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("must be the SHA-256 of a credential, 64 digits a-f, 0-9");
    }
  }

  public static CredentialHash of(String credential) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(credential.getBytes(StandardCharsets.UTF_8));
      return new CredentialHash(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /** Enough of it to recognise it in a log. */
  public String fingerprint() {
    return hex.substring(0, 12);
  }
}
