package ru.perfscale.adapters.persistence.task;

import java.util.List;
import org.jdbi.v3.core.Handle;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.TaskId;
import ru.perfscale.domain.task.TaskRef;

/** Marks of assignments of which frames came that are not in the figures of their task yet. */
final class LateFrames {
  private static final String MARK =
      """
      INSERT INTO late_frames (tenant, task, assignment) VALUES (:tenant, :task, :assignment)
      ON CONFLICT DO NOTHING
      """;

  private static final String TASKS =
      "SELECT DISTINCT tenant, task FROM late_frames ORDER BY task LIMIT :most";

  private static final String OF_TASK = " FROM late_frames WHERE task = :task AND tenant = :tenant";

  private LateFrames() {}

  static void mark(Handle handle, Assignment assignment) {
    handle
        .createUpdate(MARK)
        .bind("tenant", assignment.task().tenant().key())
        .bind("task", assignment.task().id().value())
        .bind("assignment", assignment.id().value())
        .execute();
  }

  /** For all tenants. */
  static List<TaskRef> tasks(Handle handle, int most) {
    return handle
        .createQuery(TASKS)
        .bind("most", most)
        .map(
            (row, context) ->
                new TaskRef(
                    TenantId.parse(row.getString("tenant")), new TaskId(row.getString("task"))))
        .list();
  }

  static List<AssignmentId> of(Handle handle, TaskRef task) {
    return handle
        .createQuery("SELECT assignment" + OF_TASK)
        .bind("tenant", task.tenant().key())
        .bind("task", task.id().value())
        .map((row, context) -> new AssignmentId(row.getString("assignment")))
        .list();
  }

  static int forget(Handle handle, TaskRef task) {
    return handle
        .createUpdate("DELETE" + OF_TASK)
        .bind("tenant", task.tenant().key())
        .bind("task", task.id().value())
        .execute();
  }
}
