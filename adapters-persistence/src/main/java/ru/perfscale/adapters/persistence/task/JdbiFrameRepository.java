package ru.perfscale.adapters.persistence.task;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.application.task.FrameRepository;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.TaskRef;

/** Frames in PostgreSQL: seconds by COPY, totals by upsert. */
public final class JdbiFrameRepository implements FrameRepository {
  private static final String ADD =
      """
      INSERT INTO frame (tenant, assignment, seq, second, users, late, skewed)
      VALUES (:tenant, :assignment, :seq, :second, :users, :late, :skewed)
      """;

  private static final String TOTALS =
      """
      SELECT s.label, s.kind, s.outcome, s.phase, s.measure, x.samples, x.untimed, x.sum_nanos,
        x.min_nanos, x.max_nanos, x.first_start_nanos, x.last_end_nanos, x.histogram
      FROM series_total x JOIN series s ON s.id = x.series AND s.tenant = x.tenant
      WHERE x.tenant = :tenant AND x.task = :task
      """;

  private static final String OF_ASSIGNMENT = "AND x.assignment = :assignment ";
  private static final String IN_ORDER = "ORDER BY x.assignment, x.series";

  private static final String SAVE_TOTAL =
      """
      INSERT INTO series_total (tenant, task, assignment, series, samples, untimed, sum_nanos,
        min_nanos, max_nanos, first_start_nanos, last_end_nanos, histogram)
      VALUES (:tenant, :task, :assignment, :series, :samples, :untimed, :sum_nanos,
        :min_nanos, :max_nanos, :first_start_nanos, :last_end_nanos, :histogram)
      ON CONFLICT (tenant, task, assignment, series) DO UPDATE
      SET samples = excluded.samples, untimed = excluded.untimed, sum_nanos = excluded.sum_nanos,
        min_nanos = excluded.min_nanos, max_nanos = excluded.max_nanos,
        first_start_nanos = excluded.first_start_nanos, last_end_nanos = excluded.last_end_nanos,
        histogram = excluded.histogram
      """;

  private final JdbiTransactions transactions;

  public JdbiFrameRepository(JdbiTransactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void append(Assignment assignment, List<Frame> frames) {
    transactions.inTransaction(
        handle -> {
          addFrames(handle, assignment, frames);
          List<Series> series =
              frames.stream()
                  .flatMap(frame -> frame.intervals().stream())
                  .map(Interval::series)
                  .distinct()
                  .toList();
          return series.isEmpty()
              ? 0
              : SecondsCopy.write(
                  handle, assignment, frames, SeriesNumbers.of(handle, assignment.task(), series));
        });
  }

  private static void addFrames(Handle handle, Assignment assignment, List<Frame> frames) {
    try (PreparedBatch batch = handle.prepareBatch(ADD)) {
      for (Frame frame : frames) {
        batch
            .bind("tenant", assignment.task().tenant().key())
            .bind("assignment", assignment.id().value())
            .bind("seq", frame.seq())
            .bind("second", frame.second())
            .bind("users", Columns.number(frame.users()))
            .bind("late", frame.late())
            .bind("skewed", frame.skewed())
            .add();
      }
      batch.execute();
    }
  }

  @Override
  public List<Interval> totals(Assignment assignment) {
    return transactions.statement(
        handle ->
            handle
                .createQuery(TOTALS + OF_ASSIGNMENT + IN_ORDER)
                .bind("tenant", assignment.task().tenant().key())
                .bind("task", assignment.task().id().value())
                .bind("assignment", assignment.id().value())
                .map((row, context) -> IntervalRow.read(row))
                .list());
  }

  @Override
  public List<Interval> totals(TaskRef task) {
    return transactions.statement(
        handle ->
            handle
                .createQuery(TOTALS + IN_ORDER)
                .bind("tenant", task.tenant().key())
                .bind("task", task.id().value())
                .map((row, context) -> IntervalRow.read(row))
                .list());
  }

  @Override
  public void saveTotals(Assignment assignment, Collection<Interval> totals) {
    if (totals.isEmpty()) {
      return;
    }
    transactions.inTransaction(
        handle -> {
          Map<Series, Long> numbers =
              SeriesNumbers.of(
                  handle, assignment.task(), totals.stream().map(Interval::series).toList());
          try (PreparedBatch batch = handle.prepareBatch(SAVE_TOTAL)) {
            for (Interval total : totals) {
              IntervalRow.bind(batch, total)
                  .bind("tenant", assignment.task().tenant().key())
                  .bind("task", assignment.task().id().value())
                  .bind("assignment", assignment.id().value())
                  .bind("series", numbers.get(total.series()))
                  .add();
            }
            return batch.execute();
          }
        });
  }
}
