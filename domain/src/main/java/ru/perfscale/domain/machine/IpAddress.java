package ru.perfscale.domain.machine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** An IPv4 or IPv6 address as it was written; never a name, so it is never looked up. */
public record IpAddress(String value) {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern V6_CHARACTERS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

  public IpAddress {
    if (!isAddress(value)) {
      throw new IllegalArgumentException("must be an IPv4 or IPv6 address");
    }
  }

  static boolean isAddress(String text) {
    return V4.matcher(text).matches() || isV6(text);
  }

  private static boolean isV6(String text) {
    if (!V6_CHARACTERS.matcher(text).matches() || text.indexOf(':') < 0) {
      return false;
    }
    try {
      // The brackets make it a literal: the JDK parses it and asks no resolver.
      return InetAddress.getByName("[" + text + "]") != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
