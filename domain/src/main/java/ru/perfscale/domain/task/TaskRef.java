package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import ru.perfscale.domain.identity.TenantId;

/** A task and whose it is: what every look-up of a task needs. */
public record TaskRef(TenantId tenant, TaskId id) {
  public TaskRef {
    requireNonNull(tenant);
    requireNonNull(id);
  }
}
