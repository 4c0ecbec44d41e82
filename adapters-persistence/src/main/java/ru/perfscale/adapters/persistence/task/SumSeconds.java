package ru.perfscale.adapters.persistence.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.application.StorageUnavailable;
import ru.perfscale.application.task.Histograms;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.TaskId;
import ru.perfscale.domain.task.TaskRef;

/**
 * Adds closed minutes to totals and roll-ups, and what is left when an assignment has ended. A
 * frame counts as summed when its number is not above the mark, which moves in the transaction that
 * stores the sums; so it is summed once, whenever and by whichever server. Run it every second.
 */
public final class SumSeconds {
  private static final int MOST_ASSIGNMENTS = 200;

  /** A run brings one frame a second; so there is at most one more than a minute's in vain. */
  private static final String DUE =
      """
      SELECT m.tenant, m.assignment, a.task
      FROM summing m
      JOIN assignment a ON a.id = m.assignment AND a.tenant IS NOT DISTINCT FROM m.tenant
      WHERE a.status NOT IN ('open', 'offered', 'accepted', 'running') OR a.acked_seq > m.summed_seq + 60
      ORDER BY random()
      LIMIT :limit
      """;

  private static final String OF_ASSIGNMENT =
      " WHERE assignment = :assignment AND tenant = :tenant";

  private static final String LOCK =
      "SELECT summed_seq FROM summing" + OF_ASSIGNMENT + " FOR UPDATE SKIP LOCKED";

  private static final String HAS_ENDED =
      """
      SELECT status NOT IN ('open', 'offered', 'accepted', 'running') FROM assignment
      WHERE id = :assignment AND tenant = :tenant
      """;

  private static final String FRAMES =
      "SELECT seq, second FROM frame"
          + OF_ASSIGNMENT
          + " AND seq > :summed_seq ORDER BY seq LIMIT :limit";

  private static final String SAVE = "UPDATE summing SET summed_seq = :summed_seq" + OF_ASSIGNMENT;

  private static final String DONE = "DELETE FROM summing" + OF_ASSIGNMENT;

  private final JdbiTransactions transactions;
  private final Histograms histograms;

  /** An assignment with frames to be summed. */
  record Source(TaskRef task, AssignmentId assignment) {}

  public SumSeconds(JdbiTransactions transactions, Histograms histograms) {
    this.transactions = transactions;
    this.histograms = histograms;
  }

  /**
   * One assignment that cannot be summed keeps no other from it.
   *
   * @throws RuntimeException the first fault, after everything else was done
   */
  public void sum() {
    Optional<RuntimeException> first = Optional.empty();
    for (Source source : due()) {
      try {
        while (transactions.inTransaction(handle -> sum(handle, source))) {
          // More than one step's frames were waiting.
        }
      } catch (StorageUnavailable e) {
        throw e;
      } catch (RuntimeException e) {
        first = first.or(() -> Optional.of(e));
      }
    }
    first.ifPresent(
        fault -> {
          throw fault;
        });
  }

  private List<Source> due() {
    return transactions.statement(
        handle ->
            handle
                .createQuery(DUE)
                .bind("limit", MOST_ASSIGNMENTS)
                .map(
                    (row, context) ->
                        new Source(
                            new TaskRef(
                                TenantId.parse(row.getString("tenant")),
                                new TaskId(row.getString("task"))),
                            new AssignmentId(row.getString("assignment"))))
                .list());
  }

  /**
   * One step.
   *
   * @return whether there may be more to do
   */
  private boolean sum(Handle handle, Source source) {
    Optional<Long> mark =
        handle
            .createQuery(LOCK)
            .bind("assignment", source.assignment().value())
            .bind("tenant", source.task().tenant().key())
            .mapTo(Long.class)
            .findOne();
    if (mark.isEmpty()) {
      return false;
    }
    // Asked before the frames are: what has ended here gets no others but with the mark locked.
    boolean ended = hasEnded(handle, source);
    ClosedFrames closed = ClosedFrames.of(framesBehind(handle, source, mark.get()), ended);
    if (!closed.isEmpty()) {
      SecondSums.of(handle, source, closed, histograms).store(handle, source);
    }
    if (closed.isTheLast()) {
      handle
          .createUpdate(DONE)
          .bind("assignment", source.assignment().value())
          .bind("tenant", source.task().tenant().key())
          .execute();
    } else if (!closed.isEmpty()) {
      handle
          .createUpdate(SAVE)
          .bind("assignment", source.assignment().value())
          .bind("tenant", source.task().tenant().key())
          .bind("summed_seq", closed.lastSeq())
          .execute();
    }
    return closed.mayBeFollowed();
  }

  private static boolean hasEnded(Handle handle, Source source) {
    return handle
        .createQuery(HAS_ENDED)
        .bind("assignment", source.assignment().value())
        .bind("tenant", source.task().tenant().key())
        .mapTo(Boolean.class)
        .one();
  }

  private static List<ClosedFrames.Frame> framesBehind(Handle handle, Source source, long mark) {
    return new ArrayList<>(
        handle
            .createQuery(FRAMES)
            .bind("assignment", source.assignment().value())
            .bind("tenant", source.task().tenant().key())
            .bind("summed_seq", mark)
            .bind("limit", ClosedFrames.MOST)
            .map(
                (row, context) -> new ClosedFrames.Frame(row.getLong("seq"), row.getLong("second")))
            .list());
  }
}
