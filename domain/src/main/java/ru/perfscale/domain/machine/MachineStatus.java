package ru.perfscale.domain.machine;

import java.util.Locale;

/** What a machine can be used for now. */
public enum MachineStatus {
  /** Its agent is in contact and ready. */
  ONLINE,
  /** No agent serves it, or the agent has not been heard lately. */
  OFFLINE,
  /** It executes a task. */
  BUSY,
  /** Taken out of rotation by hand. */
  MAINTENANCE;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
