package ru.perfscale.domain.machine;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a user says of a machine when registering it, or its agent when it joins.
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
  private static final int LONGEST_NAME = 100;

  public MachineDescription {
    checkName(name);
    requireNonNull(hostname);
    requireNonNull(ipAddress);
    requireNonNull(os);
    requireNonNull(arch);
    requireNonNull(capacity);
  }

  /** As an agent describes the host that nobody registered before. */
  public static MachineDescription of(MachineFacts facts, Optional<String> name) {
    String hostname = facts.hostname().value();
    return new MachineDescription(
        name.orElse(hostname.substring(0, Math.min(LONGEST_NAME, hostname.length()))),
        facts.hostname(),
        facts.ipAddress(),
        facts.os(),
        facts.arch(),
        facts.capacity());
  }

  public MachineDescription named(String other) {
    return new MachineDescription(other, hostname, ipAddress, os, arch, capacity);
  }

  /** With what its agent found out. Name and hostname stay: they are what users know it by. */
  public MachineDescription corrected(MachineFacts facts) {
    return new MachineDescription(
        name,
        hostname,
        facts.ipAddress().or(() -> ipAddress),
        facts.os(),
        facts.arch(),
        facts.capacity().or(capacity));
  }

  public static String checkName(String name) {
    if (name.isBlank() || name.codePointCount(0, name.length()) > LONGEST_NAME) {
      throw new IllegalArgumentException("must be text of 1 to 100 characters");
    }
    if (name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("must be text without a NUL character");
    }
    return name;
  }
}
