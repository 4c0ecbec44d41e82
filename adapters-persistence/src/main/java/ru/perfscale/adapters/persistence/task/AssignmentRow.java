package ru.perfscale.adapters.persistence.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jdbi.v3.core.statement.Update;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Assignment.Holder;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.ClockOffset;
import ru.perfscale.domain.task.Epoch;
import ru.perfscale.domain.task.Share;
import ru.perfscale.domain.task.TaskId;
import ru.perfscale.domain.task.TaskRef;

/** An assignment as a row. */
final class AssignmentRow {
  /** Of an assignment {@code a}. */
  static final String COLUMNS =
      "a.tenant, a.id, a.task, a.status, a.machine, a.boot, a.epoch, a.acked_seq, a.share_index,"
          + " a.share_of, a.clock_offset_nanos, a.clock_error_nanos";

  private AssignmentRow() {}

  static Update bind(Update statement, Assignment assignment) {
    return statement
        .bind("tenant", assignment.task().tenant().key())
        .bind("id", assignment.id().value())
        .bind("task", assignment.task().id().value())
        .bind("status", word(assignment.status()))
        .bind("machine", assignment.machine().map(MachineId::value).orElse(null))
        .bind("boot", assignment.holder().flatMap(Holder::boot).orElse(null))
        .bind("epoch", assignment.epoch().number())
        .bind("acked_seq", assignment.ackedSeq())
        .bind("share_index", assignment.share().index())
        .bind("share_of", assignment.share().of())
        .bind("clock_offset", nanos(assignment, ClockOffset::ahead))
        .bind("clock_error", nanos(assignment, ClockOffset::error));
  }

  private static Long nanos(Assignment assignment, Function<ClockOffset, Duration> part) {
    return assignment.holder().flatMap(Holder::clock).map(part).map(Duration::toNanos).orElse(null);
  }

  static Assignment read(ResultSet row) throws SQLException {
    Optional<String> boot = Columns.optionalText(row, "boot");
    Optional<ClockOffset> clock = clock(row);
    return new Assignment(
        new AssignmentId(row.getString("id")),
        new TaskRef(TenantId.parse(row.getString("tenant")), new TaskId(row.getString("task"))),
        AssignmentStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        Columns.optionalText(row, "machine").map(id -> new Holder(new MachineId(id), boot, clock)),
        new Epoch(row.getLong("epoch")),
        row.getLong("acked_seq"),
        new Share(row.getInt("share_index"), row.getInt("share_of")));
  }

  private static Optional<ClockOffset> clock(ResultSet row) throws SQLException {
    OptionalLong ahead = Columns.optionalLong(row, "clock_offset_nanos");
    return ahead.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ClockOffset(
                Duration.ofNanos(ahead.getAsLong()),
                Duration.ofNanos(row.getLong("clock_error_nanos"))));
  }

  static String word(AssignmentStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
