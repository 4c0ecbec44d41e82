package ru.perfscale.agent.protocol;

/**
 * The machine's secret, {@code psm_…}. Never shown by {@link #toString()}.
 *
 * @param secret as the control plane issued it
 */
public record Credential(String secret) {
  public Credential {
    if (secret.isBlank() || !secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "credential is blank or has characters that no HTTP header carries; "
              + "it must be the text that the control plane issued, such as psm_…");
    }
  }

  @Override
  public String toString() {
    return "Credential[…]";
  }
}
