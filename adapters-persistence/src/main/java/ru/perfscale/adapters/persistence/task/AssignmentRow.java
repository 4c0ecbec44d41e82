package ru.perfscale.adapters.persistence.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.statement.Update;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Assignment.Holder;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.Epoch;
import ru.perfscale.domain.task.TaskId;
import ru.perfscale.domain.task.TaskRef;

/** An assignment as a row. */
final class AssignmentRow {
  /** Of an assignment {@code a}. */
  static final String COLUMNS =
      "a.tenant, a.id, a.task, a.status, a.machine, a.boot, a.epoch, a.acked_seq";

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
        .bind("acked_seq", assignment.ackedSeq());
  }

  static Assignment read(ResultSet row) throws SQLException {
    Optional<String> boot = Columns.optionalText(row, "boot");
    return new Assignment(
        new AssignmentId(row.getString("id")),
        new TaskRef(TenantId.parse(row.getString("tenant")), new TaskId(row.getString("task"))),
        AssignmentStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        Columns.optionalText(row, "machine").map(id -> new Holder(new MachineId(id), boot)),
        new Epoch(row.getLong("epoch")),
        row.getLong("acked_seq"));
  }

  static String word(AssignmentStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
