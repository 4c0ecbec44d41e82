package ru.perfscale.domain.machine;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A DNS name (RFC 1123) or an IP address, as it was written. Names are compared by {@link #key}.
 */
public record Hostname(String value) {
  private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern DNS = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final Pattern ONLY_DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");

  public Hostname {
    if (!IpAddress.isAddress(value) && !isDnsName(value)) {
      throw new IllegalArgumentException(
          "must be a DNS name such as runner-01.internal, or an IP address");
    }
  }

  private static boolean isDnsName(String text) {
    return text.length() <= 253
        && DNS.matcher(text).matches()
        && !ONLY_DIGITS_AND_DOTS.matcher(text).matches();
  }

  /** What makes two hostnames the same one: letter case does not count. */
  public String key() {
    return value.toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return value;
  }
}
