package ru.perfscale.adapters.persistence.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.jdbi.v3.core.statement.Update;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentReport;
import ru.perfscale.domain.task.Coverage;
import ru.perfscale.domain.task.RunReport;
import ru.perfscale.domain.task.TaskRef;

/** How a share ended, as a row. */
final class ReportRow {
  static final String SAVE =
      """
      INSERT INTO assignment_report (tenant, assignment, task, machine_name, ending, stops_others,
        expected_frames, coverage, first_start_nanos, reported_at, report, observed)
      VALUES (:tenant, :assignment, :task, :machine_name, :ending, :stops_others,
        :expected_frames, :coverage, :first_start_nanos, :reported_at, CAST(:report AS jsonb),
        CAST(:observed AS jsonb))
      ON CONFLICT (assignment, tenant) DO UPDATE
      SET coverage = excluded.coverage, first_start_nanos = excluded.first_start_nanos,
        report = excluded.report, observed = excluded.observed
      """;

  static final String SELECT =
      """
      SELECT assignment, machine_name, ending, expected_frames, coverage, first_start_nanos,
        reported_at, report, observed
      FROM assignment_report
      WHERE tenant = :tenant AND task = :task
      ORDER BY machine_name, assignment
      """;

  private ReportRow() {}

  static Update bind(Update statement, TaskRef task, AssignmentReport report) {
    RunReport.End end = report.run().end();
    return statement
        .bind("tenant", task.tenant().key())
        .bind("assignment", report.assignment().value())
        .bind("task", task.id().value())
        .bind("machine_name", report.machine())
        .bind("ending", end.name().toLowerCase(Locale.ROOT))
        .bind("stops_others", end.fault().isPresent())
        .bind("expected_frames", report.coverage().expectedFrames())
        .bind("coverage", report.coverage().stored())
        .bind("first_start_nanos", Columns.number(report.firstStart()))
        .bind("reported_at", Columns.instant(report.at()))
        .bind("report", RunReportJson.write(report.run()))
        .bind("observed", report.observed().map(ObservedJson::write).orElse(null));
  }

  static AssignmentReport read(ResultSet row) throws SQLException {
    RunReport.End end = RunReport.End.valueOf(row.getString("ending").toUpperCase(Locale.ROOT));
    return new AssignmentReport(
        new AssignmentId(row.getString("assignment")),
        row.getString("machine_name"),
        RunReportJson.read(end, row.getString("report")),
        new Coverage(row.getLong("expected_frames"), row.getDouble("coverage")),
        Columns.optionalLong(row, "first_start_nanos"),
        Columns.instant(row, "reported_at"),
        Columns.optionalText(row, "observed").map(ObservedJson::read));
  }
}
