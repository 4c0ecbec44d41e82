package ru.perfscale.adapters.persistence.task;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Update;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.application.task.FrameRepository;
import ru.perfscale.application.task.Histograms;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.TaskRef;

/** Frames in PostgreSQL: seconds by COPY; {@link SumSeconds} makes totals of them. */
public final class JdbiFrameRepository implements FrameRepository {
  private static final String SELECT =
      "SELECT " + AssignmentRow.COLUMNS + " FROM assignment a WHERE a.tenant = :tenant AND ";

  private static final String LOCK = SELECT + "a.id = :id FOR NO KEY UPDATE";
  private static final String SOURCES = SELECT + "a.task = :id ORDER BY a.id";
  private static final String ALL_SOURCES = SELECT + "a.task = ANY (:tasks) ORDER BY a.id";

  private static final String ACKNOWLEDGE =
      "UPDATE assignment SET acked_seq = :acked_seq WHERE tenant = :tenant AND id = :id";

  /**
   * Where the row is there already it is locked, so that nobody deletes it for being done while
   * more is on its way. It comes after the rows of the seconds: what is under way until then is not
   * summed, and keeps nobody from summing what was there before.
   */
  private static final String TO_BE_SUMMED =
      """
      INSERT INTO summing AS m (tenant, assignment, summed_seq)
      VALUES (:tenant, :assignment, :acked_seq)
      ON CONFLICT (assignment, tenant) DO UPDATE SET summed_seq = m.summed_seq
      """;

  private static final String SINCE =
      """
      SELECT x.series, x.samples, x.untimed, x.sum_nanos, x.min_nanos, x.max_nanos,
        x.first_start_nanos, x.last_end_nanos, x.histogram
      FROM series_second x
      WHERE x.assignment = :assignment AND x.tenant = :tenant
        AND x.second >= (
          SELECT min(f.second) FROM frame f
          WHERE f.assignment = :assignment AND f.tenant = :tenant AND f.seq > :seq)
        AND x.seq > :seq AND x.seq <= :acked_seq
      """;

  private final JdbiTransactions transactions;
  private final Histograms histograms;
  private final SeriesNumbers numbers = new SeriesNumbers();

  public JdbiFrameRepository(JdbiTransactions transactions, Histograms histograms) {
    this.transactions = transactions;
    this.histograms = histograms;
  }

  @Override
  public Optional<Assignment> lock(TenantId tenant, AssignmentId id) {
    return assignments(LOCK, tenant, id.value()).stream().findFirst();
  }

  @Override
  public List<Assignment> sources(TaskRef task) {
    return assignments(SOURCES, task.tenant(), task.id().value());
  }

  @Override
  public List<Assignment> sources(Collection<TaskRef> tasks) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    return transactions.statement(
        handle ->
            handle
                .createQuery(ALL_SOURCES)
                .bind("tenant", tasks.iterator().next().tenant().key())
                .bind(
                    "tasks", Columns.texts(tasks.stream().map(task -> task.id().value()).toList()))
                .map((row, context) -> AssignmentRow.read(row))
                .list());
  }

  private List<Assignment> assignments(String sql, TenantId tenant, String id) {
    return transactions.statement(
        handle ->
            handle
                .createQuery(sql)
                .bind("tenant", tenant.key())
                .bind("id", id)
                .map((row, context) -> AssignmentRow.read(row))
                .list());
  }

  @Override
  public Assignment append(Assignment assignment, List<Frame> frames) {
    Assignment acknowledged = assignment.acknowledged(frames.getLast().seq());
    transactions.inTransaction(
        handle -> {
          addFrames(handle, assignment, frames);
          addSeconds(handle, assignment, frames);
          boolean late = assignment.status() != AssignmentStatus.RUNNING;
          if (late || assignment.ackedSeq() == 0) {
            bound(handle, TO_BE_SUMMED, assignment).execute();
          }
          if (late) {
            LateFrames.mark(handle, assignment);
          }
          return bound(handle, ACKNOWLEDGE, acknowledged).execute();
        });
    return acknowledged;
  }

  private static Update bound(Handle handle, String sql, Assignment assignment) {
    return AssignmentRow.bind(handle.createUpdate(sql), assignment)
        .bind("assignment", assignment.id().value());
  }

  private static void addFrames(Handle handle, Assignment assignment, List<Frame> frames) {
    try (PreparedBatch batch = handle.prepareBatch(FrameRow.INSERT)) {
      for (Frame frame : frames) {
        FrameRow.bind(batch, assignment, frame).add();
      }
      batch.execute();
    }
  }

  private void addSeconds(Handle handle, Assignment assignment, List<Frame> frames) {
    List<Series> series =
        frames.stream()
            .flatMap(frame -> frame.intervals().stream())
            .map(Interval::series)
            .distinct()
            .toList();
    if (!series.isEmpty()) {
      SecondsCopy.write(handle, assignment, frames, numbers.of(handle, assignment.task(), series));
    }
  }

  @Override
  public List<Interval> since(Assignment assignment, long seq) {
    return transactions.inTransaction(
        handle -> {
          Map<Long, Series> series = SeriesNumbers.byNumber(handle, assignment.task());
          List<Interval> intervals = new ArrayList<>();
          handle
              .createQuery(SINCE)
              .bind("tenant", assignment.task().tenant().key())
              .bind("assignment", assignment.id().value())
              .bind("seq", seq)
              .bind("acked_seq", assignment.ackedSeq())
              .map(
                  (row, context) ->
                      intervals.add(
                          new Interval(
                              series.get(row.getLong("series")),
                              IntervalRow.tally(row),
                              row.getBytes("histogram"))))
              .forEach(added -> {});
          return intervals;
        });
  }

  @Override
  public List<Interval> totals(Assignment assignment) {
    return transactions.inTransaction(
        handle -> StoredTotals.read(handle, assignment.task(), assignment.id(), histograms));
  }

  @Override
  public List<Interval> totals(TaskRef task) {
    return transactions.inTransaction(handle -> StoredTotals.read(handle, task, null, histograms));
  }

  @Override
  public List<TaskRef> unfigured(int most) {
    return transactions.statement(handle -> LateFrames.tasks(handle, most));
  }

  @Override
  public List<AssignmentId> unfigured(TaskRef task) {
    return transactions.statement(handle -> LateFrames.of(handle, task));
  }

  @Override
  public void figured(TaskRef task) {
    transactions.statement(handle -> LateFrames.forget(handle, task));
  }

  @Override
  public Window window(Assignment assignment, Optional<String> label, long from, long to) {
    return transactions.inTransaction(
        handle -> StoredWindow.read(handle, assignment, label, from, to, histograms));
  }
}
