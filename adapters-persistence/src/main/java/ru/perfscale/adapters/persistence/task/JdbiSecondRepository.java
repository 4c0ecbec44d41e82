package ru.perfscale.adapters.persistence.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.statement.Query;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.application.task.SecondRepository;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.HealthTally;
import ru.perfscale.domain.task.SecondRange;
import ru.perfscale.domain.task.Validity;

/** What the rows of the frames tell of a run's seconds. */
public final class JdbiSecondRepository implements SecondRepository {
  /** A range begins where no earlier frame reaches to. */
  private static final String STORED =
      """
      WITH reached AS (
        SELECT second, second + span - 1 AS last,
          max(second + span - 1) OVER (
            ORDER BY second, seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
        FROM frame
        WHERE tenant = :tenant AND assignment = :assignment
      ), numbered AS (
        SELECT second, last,
          count(*) FILTER (WHERE before IS NULL OR second > before + 1) OVER (
            ORDER BY second ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS island
        FROM reached
      )
      SELECT min(second) AS from_second, max(last) AS to_second
      FROM numbered GROUP BY island ORDER BY island
      """;

  private static final String HEALTH =
      """
      SELECT count(machine_cpu) AS seconds,
        count(*) FILTER (WHERE machine_cpu > :busy) AS busy,
        count(*) FILTER (WHERE steal > :stolen) AS stolen,
        count(*) FILTER (WHERE stall_millis >= :stalled) AS stalled,
        count(*) FILTER (WHERE backlog_bytes >= :full) AS full_pipe,
        coalesce(max(machine_cpu), 0) AS worst_cpu,
        coalesce(max(steal), 0) AS worst_steal,
        coalesce(max(stall_millis), 0) AS worst_stall,
        least(coalesce(sum(skewed), 0), 9223372036854775807) AS skewed
      FROM frame
      WHERE tenant = :tenant AND assignment = :assignment
      """;

  private final JdbiTransactions transactions;

  public JdbiSecondRepository(JdbiTransactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public List<SecondRange> stored(Assignment assignment) {
    return transactions.statement(
        handle ->
            of(assignment, handle.createQuery(STORED))
                .map(
                    (row, context) ->
                        new SecondRange(row.getLong("from_second"), row.getLong("to_second")))
                .list());
  }

  @Override
  public HealthTally health(Assignment assignment) {
    return transactions.statement(
        handle ->
            of(assignment, handle.createQuery(HEALTH))
                .bind("busy", Validity.BUSY)
                .bind("stolen", Validity.STOLEN)
                .bind("stalled", Validity.STALLED.toMillis())
                .bind("full", Validity.FULL_BYTES)
                .map((row, context) -> tally(row))
                .one());
  }

  private static Query of(Assignment assignment, Query query) {
    return query
        .bind("tenant", assignment.task().tenant().key())
        .bind("assignment", assignment.id().value());
  }

  private static HealthTally tally(ResultSet row) throws SQLException {
    return new HealthTally(
        row.getLong("seconds"),
        row.getLong("busy"),
        row.getLong("stolen"),
        row.getLong("stalled"),
        row.getLong("full_pipe"),
        new HealthTally.Worst(
            row.getDouble("worst_cpu"),
            row.getDouble("worst_steal"),
            Columns.millis(row, "worst_stall")),
        row.getBigDecimal("skewed").longValue());
  }
}
