package ru.perfscale.benchmarks.rows;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** How seconds become rows. */
enum Layout {
  PER_LABEL("per second and label", "EXTERNAL") {
    @Override
    String columns() {
      return "series bigint NOT NULL, samples bigint NOT NULL, untimed bigint NOT NULL,"
          + " sum_nanos bigint NOT NULL, min_nanos bigint NOT NULL, max_nanos bigint NOT NULL,"
          + " first_start_nanos bigint NOT NULL, last_end_nanos bigint NOT NULL,"
          + " body bytea NOT NULL";
    }

    @Override
    void rows(DataOutputStream out, Second second) throws IOException {
      for (Second.Label label : second.labels()) {
        begin(out, second, 13);
        field(out, label.series());
        for (long number : label.numbers()) {
          field(out, number);
        }
        field(out, label.histogram());
      }
    }

    @Override
    String query(OptionalLong series) {
      String wanted = series.isPresent() ? " AND series = " + series.getAsLong() : "";
      return "SELECT second, series, body FROM " + table() + " WHERE " + KEYS + wanted;
    }

    @Override
    void read(ResultSet row, OptionalLong series, Sums sums) throws SQLException {
      sums.add(row.getLong(1), row.getLong(2), row.getBytes(3));
    }
  },

  PER_SECOND("per second", "EXTERNAL") {
    @Override
    String columns() {
      return "body bytea NOT NULL";
    }

    @Override
    void rows(DataOutputStream out, Second second) throws IOException {
      begin(out, second, 5);
      field(out, packed(second));
    }

    @Override
    String query(OptionalLong series) {
      return "SELECT second, body FROM " + table() + " WHERE " + KEYS;
    }

    @Override
    void read(ResultSet row, OptionalLong series, Sums sums) throws SQLException {
      unpack(row.getLong(1), row.getBytes(2), series, sums);
    }
  },

  PER_SECOND_COMPRESSED("per second, compressed", "EXTENDED") {
    @Override
    String columns() {
      return PER_SECOND.columns();
    }

    @Override
    void rows(DataOutputStream out, Second second) throws IOException {
      PER_SECOND.rows(out, second);
    }

    @Override
    String query(OptionalLong series) {
      return "SELECT second, body FROM " + table() + " WHERE " + KEYS;
    }

    @Override
    void read(ResultSet row, OptionalLong series, Sums sums) throws SQLException {
      PER_SECOND.read(row, series, sums);
    }
  };

  private static final String KEYS =
      "assignment = ? AND tenant = 'claim:demo' AND second >= ? AND second < ?";

  private static final byte[] SIGNATURE =
      "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

  private final String shown;
  private final String storage;

  Layout(String shown, String storage) {
    this.shown = shown;
    this.storage = storage;
  }

  abstract String columns();

  abstract void rows(DataOutputStream out, Second second) throws IOException;

  abstract String query(OptionalLong series);

  abstract void read(ResultSet row, OptionalLong series, Sums sums) throws SQLException;

  String table() {
    return "layout_" + name().toLowerCase(java.util.Locale.ROOT);
  }

  void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS " + table());
      statement.execute(
          "CREATE TABLE "
              + table()
              + " (tenant text COLLATE \"C\" NOT NULL, assignment text COLLATE \"C\" NOT NULL,"
              + " second bigint NOT NULL, seq bigint NOT NULL, "
              + columns()
              + ")");
      statement.execute("ALTER TABLE " + table() + " ALTER COLUMN body SET STORAGE " + storage);
      statement.execute("CREATE INDEX ON " + table() + " (assignment, tenant, second)");
    }
  }

  /** One delivery in one transaction, as the server stores it. */
  void write(Connection connection, Second second) throws SQLException, IOException {
    CopyIn copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY " + table() + " FROM STDIN (FORMAT binary)");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(SIGNATURE);
    out.writeInt(0);
    out.writeInt(0);
    rows(out, second);
    out.writeShort(-1);
    copy.writeToCopy(bytes.toByteArray(), 0, bytes.size());
    copy.endCopy();
  }

  /** Merges some seconds of one machine, of all labels or of one. */
  void merge(
      Connection connection, String assignment, long from, long to, OptionalLong series, Sums sums)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(query(series))) {
      query.setString(1, assignment);
      query.setLong(2, from);
      query.setLong(3, to);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          read(rows, series, sums);
        }
      }
    }
  }

  private static void begin(DataOutputStream out, Second second, int columns) throws IOException {
    out.writeShort(columns);
    field(out, "claim:demo".getBytes(StandardCharsets.UTF_8));
    field(out, second.assignment().getBytes(StandardCharsets.UTF_8));
    field(out, second.second());
    field(out, second.second() + 1);
  }

  private static void field(DataOutputStream out, byte[] value) throws IOException {
    out.writeInt(value.length);
    out.write(value);
  }

  private static void field(DataOutputStream out, long value) throws IOException {
    out.writeInt(Long.BYTES);
    out.writeLong(value);
  }

  private static byte[] packed(Second second) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
    DataOutputStream out = new DataOutputStream(bytes);
    for (Second.Label label : second.labels()) {
      out.writeLong(label.series());
      for (long number : label.numbers()) {
        out.writeLong(number);
      }
      out.writeInt(label.histogram().length);
      out.write(label.histogram());
    }
    return bytes.toByteArray();
  }

  private static void unpack(long second, byte[] body, OptionalLong wanted, Sums sums) {
    ByteBuffer buffer = ByteBuffer.wrap(body);
    while (buffer.hasRemaining()) {
      long series = buffer.getLong();
      buffer.position(buffer.position() + 7 * Long.BYTES);
      byte[] histogram = new byte[buffer.getInt()];
      buffer.get(histogram);
      if (wanted.isEmpty() || wanted.getAsLong() == series) {
        sums.add(second, series, histogram);
      }
    }
  }

  @Override
  public String toString() {
    return shown;
  }
}
