package ru.perfscale.adapters.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jdbi.v3.core.argument.Argument;

/** How values that JDBC has no type for are written to columns and read back. */
public final class Columns {
  private Columns() {}

  /** Truncated to microseconds, which is what PostgreSQL stores. */
  public static Argument instant(Instant value) {
    OffsetDateTime stored = value.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    return (position, statement, context) -> statement.setObject(position, stored);
  }

  public static Argument instant(Optional<Instant> value) {
    return value
        .map(Columns::instant)
        .orElse(
            (position, statement, context) ->
                statement.setNull(position, Types.TIMESTAMP_WITH_TIMEZONE));
  }

  public static Argument texts(Collection<String> values) {
    String[] array = values.toArray(String[]::new);
    return (position, statement, context) ->
        statement.setArray(position, statement.getConnection().createArrayOf("text", array));
  }

  /**
   * Text of someone else's making, such as a tool's output: NUL, which PostgreSQL has no place for,
   * becomes the replacement character, so that no report is refused for what a tool printed.
   */
  public static String text(String foreign) {
    return foreign.replace('\0', '\uFFFD');
  }

  public static Long millis(Optional<Duration> value) {
    return value.map(Duration::toMillis).orElse(null);
  }

  public static Integer number(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : null;
  }

  public static Long number(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  public static Double number(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  public static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  public static Optional<Instant> optionalInstant(ResultSet row, String column)
      throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  public static Optional<String> optionalText(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  public static OptionalInt optionalInt(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
  }

  public static OptionalLong optionalLong(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  public static OptionalDouble optionalDouble(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  public static Duration millis(ResultSet row, String column) throws SQLException {
    return Duration.ofMillis(row.getLong(column));
  }

  public static Optional<Duration> optionalMillis(ResultSet row, String column)
      throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(value));
  }

  public static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }
}
