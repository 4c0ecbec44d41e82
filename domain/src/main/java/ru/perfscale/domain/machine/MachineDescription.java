package ru.perfscale.domain.machine;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a user says of a machine when registering it.
 *
 * @param name 1–100 characters, not blank
 */
public record MachineDescription(
    String name,
    Hostname hostname,
    Optional<IpAddress> ipAddress,
    OperatingSystem os,
    Architecture arch,
    Capacity capacity) {
  public MachineDescription {
    checkName(name);
    requireNonNull(hostname);
    requireNonNull(ipAddress);
    requireNonNull(os);
    requireNonNull(arch);
    requireNonNull(capacity);
  }

  public static String checkName(String name) {
    if (name.isBlank() || name.codePointCount(0, name.length()) > 100) {
      throw new IllegalArgumentException("must be text of 1 to 100 characters");
    }
    if (name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("must be text without a NUL character");
    }
    return name;
  }
}
