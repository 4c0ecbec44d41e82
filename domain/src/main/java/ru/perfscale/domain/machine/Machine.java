package ru.perfscale.domain.machine;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import ru.perfscale.domain.identity.TenantId;

/**
 * A registered load generator.
 *
 * @param lastSeenAt when its agent was last heard; empty when it never was
 */
public record Machine(
    MachineId id,
    TenantId tenant,
    MachineDescription description,
    MachineStatus status,
    Instant registeredAt,
    Optional<Instant> lastSeenAt) {
  public Machine {
    requireNonNull(id);
    requireNonNull(tenant);
    requireNonNull(description);
    requireNonNull(status);
    requireNonNull(registeredAt);
    requireNonNull(lastSeenAt);
  }

  /** A machine that was just registered: offline until an agent serves it. */
  public static Machine register(TenantId tenant, MachineDescription description, Instant now) {
    return new Machine(
        MachineId.next(), tenant, description, MachineStatus.OFFLINE, now, Optional.empty());
  }
}
