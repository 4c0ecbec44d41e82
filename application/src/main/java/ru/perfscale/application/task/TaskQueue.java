package ru.perfscale.application.task;

import ru.perfscale.domain.identity.TenantId;

/** How a tenant's tasks stand in line for its machines. Callers hold what is open locked. */
public interface TaskQueue {
  /** How many of the tenant's tasks have machines now: offered, accepted or running. */
  int underWay(TenantId tenant);
}
