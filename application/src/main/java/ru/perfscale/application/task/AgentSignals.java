package ru.perfscale.application.task;

import ru.perfscale.domain.machine.MachineId;

/**
 * Wakes the waiting poll of a machine's agent because there may be news for it. A signal may be
 * lost or be for nothing; agents poll anyway. Never blocks and never throws. Thread-safe.
 */
public interface AgentSignals {
  void wake(MachineId machine);
}
