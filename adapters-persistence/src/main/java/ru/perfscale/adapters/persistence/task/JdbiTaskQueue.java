package ru.perfscale.adapters.persistence.task;

import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.application.task.TaskQueue;
import ru.perfscale.domain.identity.TenantId;

/** The queue as the claims have it. */
public final class JdbiTaskQueue implements TaskQueue {
  private static final String UNDER_WAY =
      "SELECT count(DISTINCT task) FROM claim WHERE tenant = :tenant AND status <> 'open'";

  private final JdbiTransactions transactions;

  public JdbiTaskQueue(JdbiTransactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public int underWay(TenantId tenant) {
    return transactions.statement(
        handle ->
            handle.createQuery(UNDER_WAY).bind("tenant", tenant.key()).mapTo(Integer.class).one());
  }
}
