package ru.perfscale.adapters.persistence.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.Tally;

/** A series and what was measured of it, as a row. */
final class IntervalRow {
  private IntervalRow() {}

  static Tally tally(ResultSet row) throws SQLException {
    return new Tally(
        row.getLong("samples"),
        row.getLong("untimed"),
        row.getLong("sum_nanos"),
        row.getLong("min_nanos"),
        row.getLong("max_nanos"),
        new Tally.Span(row.getLong("first_start_nanos"), row.getLong("last_end_nanos")));
  }

  static Series series(ResultSet row) throws SQLException {
    return new Series(
        row.getString("label"),
        Series.Kind.valueOf(constant(row, "kind")),
        Series.Outcome.valueOf(constant(row, "outcome")),
        Series.Phase.valueOf(constant(row, "phase")),
        Series.Measure.valueOf(constant(row, "measure")));
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String constant(ResultSet row, String column) throws SQLException {
    return row.getString(column).toUpperCase(Locale.ROOT);
  }
}
