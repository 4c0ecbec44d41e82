package ru.perfscale.adapters.http.memory;

import ru.perfscale.application.audit.AuditEntry;
import ru.perfscale.application.audit.AuditLog;

public record MemoryAudit(Memory memory) implements AuditLog {
  @Override
  public void add(AuditEntry entry) {
    memory.audit.add(entry);
  }
}
