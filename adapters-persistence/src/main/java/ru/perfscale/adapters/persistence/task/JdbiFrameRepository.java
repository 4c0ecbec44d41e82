package ru.perfscale.adapters.persistence.task;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
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

/** Frames in PostgreSQL, each a row; {@link SumSeconds} makes totals of them. */
public final class JdbiFrameRepository implements FrameRepository {
  private static final String SELECT =
      "SELECT " + AssignmentRow.COLUMNS + " FROM assignment a WHERE a.tenant = :tenant AND ";

  private static final String LOCK = SELECT + "a.id = :id FOR NO KEY UPDATE";
  private static final String SOURCES = SELECT + "a.task = :id ORDER BY a.id";
  private static final String ALL_SOURCES = SELECT + "a.task = ANY (:tasks) ORDER BY a.id";

  /**
   * Where the row is there already it is locked, so that nobody deletes it for being done while
   * more is on its way. It comes after the frames: what is under way until then is not summed, and
   * keeps nobody from summing what was there before.
   */
  private static final String TO_BE_SUMMED =
      """
      INSERT INTO summing AS m (tenant, assignment, summed_seq)
      VALUES (:tenant, :assignment, :acked_seq)
      ON CONFLICT (assignment, tenant) DO UPDATE SET summed_seq = m.summed_seq
      """;

  private static final String SINCE =
      """
      SELECT intervals FROM frame
      WHERE assignment = :assignment AND tenant = :tenant AND seq > :seq AND seq <= :acked_seq
      """;

  /** A value may be 300 KB, of a thousand series. */
  private static final int FETCH_ROWS = 50;

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
    return transactions.inTransaction(
        handle -> {
          addFrames(handle, acknowledged, frames);
          boolean late = assignment.status() != AssignmentStatus.RUNNING;
          if (late || assignment.ackedSeq() == 0) {
            toBeSummed(handle, assignment);
          }
          if (late) {
            LateFrames.mark(handle, assignment);
          }
          return acknowledged;
        });
  }

  @Override
  public Optional<Assignment> appendNext(Assignment known, Frame frame) {
    return numbers
        .known(known.task(), series(List.of(frame)))
        .filter(series -> transactions.statement(handle -> isStored(handle, known, frame, series)))
        .map(series -> known.acknowledged(frame.seq()));
  }

  private static boolean isStored(
      Handle handle, Assignment known, Frame frame, Map<Series, Long> series) {
    return FrameRow.bind(handle.createUpdate(FrameRow.INSERT_NEXT), known, frame, series)
            .bind("machine", known.machine().orElseThrow().value())
            .bind("epoch", known.epoch().number())
            .bind("acked_seq", known.ackedSeq())
            .execute()
        == 1;
  }

  /** The last one, which is nearly always the only one, together with how far that goes. */
  private void addFrames(Handle handle, Assignment acknowledged, List<Frame> frames) {
    Map<Series, Long> series = numbers.of(handle, acknowledged.task(), series(frames));
    List<Frame> before = frames.subList(0, frames.size() - 1);
    if (!before.isEmpty()) {
      try (PreparedBatch batch = handle.prepareBatch(FrameRow.INSERT)) {
        before.forEach(frame -> FrameRow.bind(batch, acknowledged, frame, series).add());
        batch.execute();
      }
    }
    FrameRow.bind(handle.createUpdate(FrameRow.INSERT_LAST), acknowledged, frames.getLast(), series)
        .execute();
  }

  private static Set<Series> series(List<Frame> frames) {
    Set<Series> series = new HashSet<>();
    for (Frame frame : frames) {
      frame.intervals().forEach(interval -> series.add(interval.series()));
    }
    return series;
  }

  private static void toBeSummed(Handle handle, Assignment assignment) {
    handle
        .createUpdate(TO_BE_SUMMED)
        .bind("tenant", assignment.task().tenant().key())
        .bind("assignment", assignment.id().value())
        .bind("acked_seq", assignment.ackedSeq())
        .execute();
  }

  @Override
  public List<Interval> since(Assignment assignment, long seq) {
    return transactions.inTransaction(
        handle -> {
          Map<Long, Series> series = SeriesNumbers.byNumber(handle, assignment.task());
          List<Interval> intervals = new ArrayList<>();
          handle
              .createQuery(SINCE)
              .setFetchSize(FETCH_ROWS)
              .bind("tenant", assignment.task().tenant().key())
              .bind("assignment", assignment.id().value())
              .bind("seq", seq)
              .bind("acked_seq", assignment.ackedSeq())
              .mapTo(byte[].class)
              .forEach(
                  packed ->
                      PackedIntervals.unpack(
                          packed,
                          (number, tally, histogram) ->
                              intervals.add(new Interval(series.get(number), tally, histogram))));
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
