package ru.perfscale.adapters.persistence.task;

import java.util.List;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.application.task.ReportRepository;
import ru.perfscale.domain.task.AssignmentReport;
import ru.perfscale.domain.task.TaskRef;

/** Reports in PostgreSQL. */
public final class JdbiReportRepository implements ReportRepository {
  private final JdbiTransactions transactions;

  public JdbiReportRepository(JdbiTransactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void save(TaskRef task, AssignmentReport report) {
    transactions.statement(
        handle -> ReportRow.bind(handle.createUpdate(ReportRow.SAVE), task, report).execute());
  }

  @Override
  public List<AssignmentReport> of(TaskRef task) {
    return transactions.statement(
        handle ->
            handle
                .createQuery(ReportRow.SELECT)
                .bind("tenant", task.tenant().key())
                .bind("task", task.id().value())
                .map((row, context) -> ReportRow.read(row))
                .list());
  }
}
