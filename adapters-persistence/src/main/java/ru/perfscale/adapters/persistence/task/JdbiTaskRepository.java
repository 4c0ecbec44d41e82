package ru.perfscale.adapters.persistence.task;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.adapters.persistence.Keyset;
import ru.perfscale.application.task.TaskRepository;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskId;
import ru.perfscale.domain.task.TaskRef;

/** Tasks in PostgreSQL. */
public final class JdbiTaskRepository implements TaskRepository {
  private static final Keyset PAGES = new Keyset("task", "created_at", "Task");

  private static final String ADD_SCRIPT =
      "INSERT INTO task_script (tenant, task, script) VALUES (:tenant, :task, :script)";

  private static final String IS_OPEN =
      """
      SELECT NOT EXISTS (
        SELECT FROM task
        WHERE tenant = :tenant AND id = :id
          AND finished_at < statement_timestamp() - :limit * interval '1 millisecond')
      """;

  /** What has not ended has a claim, and of those there are few. */
  private static final String UNFINISHED =
      """
      SELECT t.id FROM task t
      WHERE t.tenant = :tenant AND t.status IN ('pending', 'running')
        AND t.id IN (SELECT c.task FROM claim c WHERE c.tenant = :tenant)
      ORDER BY t.status DESC, t.created_at, t.id
      """;

  private final JdbiTransactions transactions;

  public JdbiTaskRepository(JdbiTransactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void add(Task task, String script) {
    transactions.inTransaction(
        handle -> {
          TaskRow.bindPlan(handle.createUpdate(TaskRow.INSERT), task).execute();
          return handle
              .createUpdate(ADD_SCRIPT)
              .bind("tenant", task.tenant().key())
              .bind("task", task.id().value())
              .bind("script", script)
              .execute();
        });
  }

  @Override
  public Optional<Task> find(TaskRef task) {
    return one(task, TaskRow.SELECT + "AND t.id = :id");
  }

  @Override
  public Optional<Task> lock(TaskRef task) {
    return one(task, TaskRow.SELECT_WITHOUT_PLACE + "AND t.id = :id FOR NO KEY UPDATE OF t");
  }

  @Override
  public List<Task> lockRunning(Collection<TaskRef> some) {
    return RunningTasks.lock(transactions, some);
  }

  @Override
  public void saveFigures(List<Task> running) {
    RunningTasks.saveFigures(transactions, running);
  }

  private Optional<Task> one(TaskRef task, String sql) {
    return transactions.statement(
        handle ->
            handle
                .createQuery(sql)
                .bind("tenant", task.tenant().key())
                .bind("id", task.id().value())
                .map((row, context) -> TaskRow.read(row))
                .findOne());
  }

  @Override
  public List<Task> page(TenantId tenant, Optional<TaskId> after, int limit) {
    return PAGES.page(
        transactions,
        tenant,
        after.map(TaskId::value),
        handle -> list(handle, "", limit),
        handle -> list(handle, "AND (t.created_at, t.id) < (:after_time, :after_id) ", limit),
        (row, context) -> TaskRow.read(row));
  }

  private static Query list(Handle handle, String behind, int limit) {
    return handle
        .createQuery(TaskRow.SELECT + behind + "ORDER BY t.created_at DESC, t.id DESC LIMIT :limit")
        .bind("limit", limit);
  }

  @Override
  public List<TaskId> unfinished(TenantId tenant) {
    return transactions.statement(
        handle ->
            handle
                .createQuery(UNFINISHED)
                .bind("tenant", tenant.key())
                .map((row, context) -> new TaskId(row.getString("id")))
                .list());
  }

  /**
   * Stores nothing over a terminal state that is another one: the last line of a promise that the
   * domain keeps already.
   */
  @Override
  public void save(Task task) {
    int saved =
        transactions.statement(
            handle -> TaskRow.bindState(handle.createUpdate(TaskRow.UPDATE), task).execute());
    if (saved == 0) {
      throw new IllegalStateException(
          "Task %s does not exist, or has ended otherwise than %s"
              .formatted(task.id(), task.status().wireName()));
    }
  }

  @Override
  public boolean isOpen(TaskRef task, Duration afterItsEnd) {
    return transactions.statement(
        handle ->
            handle
                .createQuery(IS_OPEN)
                .bind("tenant", task.tenant().key())
                .bind("id", task.id().value())
                .bind("limit", afterItsEnd.toMillis())
                .mapTo(Boolean.class)
                .one());
  }

  @Override
  public void pin(TaskRef task, boolean pinned) {
    transactions.statement(
        handle ->
            handle
                .createUpdate(
                    "UPDATE task SET pinned = :pinned WHERE tenant = :tenant AND id = :id")
                .bind("tenant", task.tenant().key())
                .bind("id", task.id().value())
                .bind("pinned", pinned)
                .execute());
  }

  @Override
  public String script(TaskRef task) {
    return transactions.statement(
        handle ->
            handle
                .createQuery("SELECT script FROM task_script WHERE tenant = :tenant AND task = :id")
                .bind("tenant", task.tenant().key())
                .bind("id", task.id().value())
                .map((row, context) -> row.getString("script"))
                .one());
  }
}
