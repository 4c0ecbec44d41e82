package ru.perfscale.application.audit;

/**
 * Keeps what was done, for good. The moment is the database's. Called inside the transaction of the
 * change: one cannot be stored without the other.
 */
public interface AuditLog {
  void add(AuditEntry entry);
}
