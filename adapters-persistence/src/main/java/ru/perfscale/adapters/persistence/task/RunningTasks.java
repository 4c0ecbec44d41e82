package ru.perfscale.adapters.persistence.task;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.argument.Argument;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.domain.task.Figures.Percentiles;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskRef;

/** Figures of many running tasks of one tenant, in a statement for all of them. */
final class RunningTasks {
  /** Waits for none, so that it cannot be in a circle of those that wait. */
  private static final String LOCK =
      TaskRow.SELECT_WITHOUT_PLACE
          + """
          AND t.id = ANY (:ids) AND t.status = 'running'
          ORDER BY t.id FOR NO KEY UPDATE OF t SKIP LOCKED
          """;

  private static final String SAVE =
      """
      UPDATE task t
      SET p50_millis = u.p50, p95_millis = u.p95, p99_millis = u.p99, error_rate = u.error_rate,
        requests_per_sec = u.requests_per_sec, total_requests = u.total_requests,
        latency_meaning = u.meaning, latency_resolution_nanos = u.resolution
      FROM unnest(:ids, :p50s, :p95s, :p99s, :error_rates, :rates, :totals, :meanings, :resolutions)
        AS u (id, p50, p95, p99, error_rate, requests_per_sec, total_requests, meaning, resolution)
      WHERE t.tenant = :tenant AND t.id = u.id AND t.status = 'running'
      """;

  private RunningTasks() {}

  static List<Task> lock(JdbiTransactions transactions, Collection<TaskRef> some) {
    if (some.isEmpty()) {
      return List.of();
    }
    return transactions.statement(
        handle ->
            handle
                .createQuery(LOCK)
                .bind("tenant", some.iterator().next().tenant().key())
                .bind("ids", Columns.texts(some.stream().map(task -> task.id().value()).toList()))
                .map((row, context) -> TaskRow.read(row))
                .list());
  }

  static void saveFigures(JdbiTransactions transactions, List<Task> tasks) {
    if (tasks.isEmpty()) {
      return;
    }
    transactions.statement(
        handle ->
            handle
                .createUpdate(SAVE)
                .bind("tenant", tasks.getFirst().tenant().key())
                .bind("ids", Columns.texts(tasks.stream().map(task -> task.id().value()).toList()))
                .bind("p50s", percentiles(tasks, Percentiles::p50))
                .bind("p95s", percentiles(tasks, Percentiles::p95))
                .bind("p99s", percentiles(tasks, Percentiles::p99))
                .bind(
                    "error_rates",
                    each("float8", tasks, t -> Columns.number(t.findings().figures().errorRate())))
                .bind(
                    "rates",
                    each(
                        "float8",
                        tasks,
                        t -> Columns.number(t.findings().figures().requestsPerSec())))
                .bind("totals", each("int8", tasks, t -> t.findings().figures().totalRequests()))
                .bind(
                    "meanings",
                    each(
                        "text",
                        tasks,
                        t ->
                            t.findings()
                                .latency()
                                .map(m -> Columns.text(m.meaning()))
                                .orElse(null)))
                .bind(
                    "resolutions",
                    each(
                        "int8",
                        tasks,
                        t ->
                            t.findings().latency().map(m -> m.resolution().toNanos()).orElse(null)))
                .execute());
  }

  private static Argument percentiles(List<Task> tasks, Function<Percentiles, Double> percentile) {
    return each(
        "float8", tasks, t -> t.findings().figures().latency().map(percentile).orElse(null));
  }

  /** One value per task, null where there is none. */
  private static Argument each(String type, List<Task> tasks, Function<Task, Object> value) {
    Object[] values = tasks.stream().map(value).toArray();
    return (position, statement, context) ->
        statement.setArray(position, statement.getConnection().createArrayOf(type, values));
  }
}
