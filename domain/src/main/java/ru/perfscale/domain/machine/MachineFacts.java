package ru.perfscale.domain.machine;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** What an agent finds out about the host that it runs on. */
public record MachineFacts(
    Hostname hostname,
    Optional<IpAddress> ipAddress,
    OperatingSystem os,
    Architecture arch,
    Capacity capacity) {
  public MachineFacts {
    requireNonNull(hostname);
    requireNonNull(ipAddress);
    requireNonNull(os);
    requireNonNull(arch);
    requireNonNull(capacity);
  }
}
