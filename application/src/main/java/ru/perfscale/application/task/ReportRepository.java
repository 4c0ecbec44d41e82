package ru.perfscale.application.task;

import java.util.List;
import ru.perfscale.domain.task.AssignmentReport;
import ru.perfscale.domain.task.TaskRef;

/** How the shares of tasks ended. Callers hold the task's lock. */
public interface ReportRepository {
  /** Stores the report of one of the task's assignments, in place of an earlier one. */
  void save(TaskRef task, AssignmentReport report);

  /** Those that there are, in the order of the names of the machines. */
  List<AssignmentReport> of(TaskRef task);
}
