package ru.perfscale.application.simulation;

import java.util.List;
import ru.perfscale.application.task.ReportRepository;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentReport;
import ru.perfscale.domain.task.TaskRef;

/** How shares of tasks ended, in the simulated database. */
final class StoredReports implements ReportRepository {
  private final Database database;
  private final Table<AssignmentId, Row> reports;

  private record Row(TaskRef task, AssignmentReport report) {}

  StoredReports(Database database) {
    this.database = database;
    this.reports = database.table("assignment_report");
  }

  @Override
  public void save(TaskRef task, AssignmentReport report) {
    database.statement(
        () -> {
          reports.put(report.assignment(), new Row(task, report));
          return true;
        });
  }

  @Override
  public List<AssignmentReport> of(TaskRef task) {
    return database.statement(() -> stored(task));
  }

  /** Whether a machine's part of it ended so that all others are worth nothing. */
  boolean hasFault(TaskRef task) {
    return stored(task).stream().anyMatch(report -> report.run().end().fault().isPresent());
  }

  AssignmentReport report(AssignmentId assignment) {
    return reports.find(assignment).orElseThrow().report();
  }

  List<AssignmentReport> stored(TaskRef task) {
    return reports.all().stream().filter(r -> r.task().equals(task)).map(Row::report).toList();
  }
}
