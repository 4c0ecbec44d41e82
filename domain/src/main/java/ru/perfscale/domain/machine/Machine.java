package ru.perfscale.domain.machine;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import ru.perfscale.domain.identity.TenantId;

/**
 * A registered load generator.
 *
 * @param maintenance whether somebody took it out of rotation
 */
public record Machine(
    MachineId id,
    TenantId tenant,
    MachineDescription description,
    Labels labels,
    boolean maintenance,
    Instant registeredAt,
    Presence presence) {
  public Machine {
    requireNonNull(id);
    requireNonNull(tenant);
    requireNonNull(description);
    requireNonNull(labels);
    requireNonNull(registeredAt);
    requireNonNull(presence);
  }

  /** A machine that was just registered: offline until an agent serves it. */
  public static Machine register(TenantId tenant, MachineDescription description, Instant now) {
    return new Machine(
        MachineId.next(), tenant, description, Labels.NONE, false, now, Presence.NONE);
  }

  public MachineStatus status() {
    return presence.status();
  }

  public Optional<Instant> lastSeenAt() {
    return presence.lastSeenAt();
  }

  public Machine described(MachineDescription changed) {
    return new Machine(id, tenant, changed, labels, maintenance, registeredAt, presence);
  }

  public Machine labelled(Labels changed) {
    return new Machine(id, tenant, description, changed, maintenance, registeredAt, presence);
  }

  /** Takes it out of rotation, or back; what it runs goes on. */
  public Machine inMaintenance(boolean changed) {
    return new Machine(id, tenant, description, labels, changed, registeredAt, presence);
  }
}
