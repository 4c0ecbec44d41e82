package ru.perfscale.adapters.persistence.task;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.Tally;

/**
 * Writes {@code series_second} by COPY in PostgreSQL's binary format, several times as fast as
 * inserts: it is where nearly all the bytes of a run go.
 */
final class SecondsCopy {
  private static final String COPY =
      """
      COPY series_second (tenant, assignment, second, seq, series, samples, untimed, sum_nanos,
        min_nanos, max_nanos, first_start_nanos, last_end_nanos, histogram)
      FROM STDIN (FORMAT binary)
      """;

  private static final short COLUMNS = 13;
  private static final byte[] SIGNATURE =
      "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int FLUSH_BYTES = 64 * 1024;

  private SecondsCopy() {}

  /**
   * @return the number of rows
   */
  static int write(
      Handle handle, Assignment assignment, List<Frame> frames, Map<Series, Long> numbers) {
    try {
      CopyIn copy = handle.getConnection().unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
      try {
        write(copy, assignment, frames, numbers);
        return Math.toIntExact(copy.endCopy());
      } finally {
        if (copy.isActive()) {
          copy.cancelCopy();
        }
      }
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException(e, null);
    }
  }

  private static void write(
      CopyIn copy, Assignment assignment, List<Frame> frames, Map<Series, Long> numbers)
      throws SQLException {
    byte[] tenant = assignment.task().tenant().key().getBytes(StandardCharsets.UTF_8);
    byte[] id = assignment.id().value().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(SIGNATURE);
      out.writeInt(0); // flags
      out.writeInt(0); // length of the header's extension
      for (Frame frame : frames) {
        for (Interval interval : frame.intervals()) {
          out.writeShort(COLUMNS);
          field(out, tenant);
          field(out, id);
          field(out, frame.second());
          field(out, frame.seq());
          field(out, numbers.get(interval.series()));
          fields(out, interval.tally());
          field(out, interval.histogram());
          flush(copy, bytes, FLUSH_BYTES);
        }
      }
      out.writeShort(-1); // the end
      flush(copy, bytes, 0);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot be written to", e);
    }
  }

  private static void fields(DataOutputStream out, Tally tally) throws IOException {
    field(out, tally.count());
    field(out, tally.untimed());
    field(out, tally.sumNanos());
    field(out, tally.minNanos());
    field(out, tally.maxNanos());
    field(out, tally.span().firstStart());
    field(out, tally.span().lastEnd());
  }

  private static void field(DataOutputStream out, byte[] value) throws IOException {
    out.writeInt(value.length);
    out.write(value);
  }

  private static void field(DataOutputStream out, long value) throws IOException {
    out.writeInt(Long.BYTES);
    out.writeLong(value);
  }

  private static void flush(CopyIn copy, ByteArrayOutputStream bytes, int atLeast)
      throws SQLException {
    if (bytes.size() > atLeast) {
      copy.writeToCopy(bytes.toByteArray(), 0, bytes.size());
      bytes.reset();
    }
  }
}
