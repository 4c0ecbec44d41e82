package ru.perfscale.domain.machine;

import static java.util.Objects.requireNonNull;

import ru.perfscale.domain.identity.TenantId;

/** The program that serves a machine, as its credential identifies it. */
public record Agent(MachineId machine, TenantId tenant) {
  public Agent {
    requireNonNull(machine);
    requireNonNull(tenant);
  }
}
