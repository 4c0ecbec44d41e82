package ru.perfscale.adapters.persistence.audit;

import java.util.TreeMap;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.adapters.persistence.TextMapJson;
import ru.perfscale.application.audit.AuditEntry;
import ru.perfscale.application.audit.AuditLog;
import ru.perfscale.domain.identity.TenantId;

/** The audit log in PostgreSQL. */
public final class JdbiAuditLog implements AuditLog {
  private static final String ADD =
      """
      INSERT INTO audit_entry (tenant, actor, action, subject, detail)
      VALUES (:tenant, :actor, :action, :subject, CAST(:detail AS jsonb))
      """;

  private final JdbiTransactions transactions;

  public JdbiAuditLog(JdbiTransactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void add(AuditEntry entry) {
    TreeMap<String, String> detail = new TreeMap<>(entry.detail());
    detail.replaceAll((name, value) -> Columns.text(value));
    transactions.statement(
        handle ->
            handle
                .createUpdate(ADD)
                .bind("tenant", entry.tenant().map(TenantId::key).orElse(null))
                .bind("actor", Columns.text(entry.actor().key()))
                .bind("action", entry.action().wireName())
                .bind("subject", entry.subject())
                .bind("detail", TextMapJson.write(detail))
                .execute());
  }
}
