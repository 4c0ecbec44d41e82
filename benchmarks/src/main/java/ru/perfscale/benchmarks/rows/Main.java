package ru.perfscale.benchmarks.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgres;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgresSettings;
import ru.perfscale.benchmarks.Machine;
import ru.perfscale.benchmarks.Rounds;

/**
 * {@code benchmarks/run rows [--assignments 20] [--labels 20] [--samples 50] [--seconds 600]
 * [--rounds 3]}: the layouts of seconds compared on a PostgreSQL of its own, fsync on. The rounds
 * of the layouts alternate.
 */
public final class Main {
  private static final double MEGA = 1e6;
  private static final long CHART_SPAN = 10;

  private final Load load;
  private final Path directory;
  private final List<List<Second.Label>> pool;

  /** What was seen of one layout in one round. */
  private record Seen(
      double writeMillis,
      double walKilobytes,
      double tableMegabytes,
      double mergeMicros,
      double labelChartMillis,
      double chartMillis) {}

  private Main(Load load, Path directory) {
    this.load = load;
    this.directory = directory;
    pool = load.pool();
  }

  public static void main(String[] args) throws Exception {
    System.setProperty("perfscale.log.level", "WARN");
    Load load =
        new Load(
            option(args, "--assignments", 20),
            option(args, "--labels", 20),
            option(args, "--samples", 50),
            option(args, "--seconds", 600));
    int rounds = option(args, "--rounds", 3);
    Path directory = Files.createTempDirectory("perfscale-rows-");
    try {
      new Main(load, directory).compare(rounds);
    } finally {
      delete(directory);
    }
  }

  private void compare(int rounds) throws Exception {
    System.out.printf("%s%n%n", Machine.describe());
    System.out.printf(
        "%d machines, %d labels, %d samples per label and second, %,d seconds; %d rounds, median"
            + " (least … greatest).%n%n",
        load.assignments(), load.labels(), load.samples(), load.seconds(), rounds);
    List<List<Seen>> seen = new ArrayList<>();
    for (Layout layout : Layout.values()) {
      seen.add(new ArrayList<>());
    }
    for (int round = 0; round < rounds; round++) {
      for (Layout layout : Layout.values()) {
        seen.get(layout.ordinal()).add(measure(layout));
      }
    }
    System.out.println(
        "| one row | write, ms per delivery | WAL, KB per machine and second | table, MB | merge, µs per"
            + " histogram | first chart of one label, ms | first chart of all labels, ms |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (Layout layout : Layout.values()) {
      List<Seen> all = seen.get(layout.ordinal());
      System.out.printf(
          "| %s | %s | %s | %s | %s | %s | %s |%n",
          layout,
          show(all, "%.2f", Seen::writeMillis),
          show(all, "%.1f", Seen::walKilobytes),
          show(all, "%.0f", Seen::tableMegabytes),
          show(all, "%.2f", Seen::mergeMicros),
          show(all, "%.0f", Seen::labelChartMillis),
          show(all, "%.0f", Seen::chartMillis));
    }
    System.out.printf(
        "%nA first chart comes right after a restart of PostgreSQL: its own cache is cold, the"
            + " system's is not. It has one point per %d s.%n",
        CHART_SPAN);
  }

  private static String show(
      List<Seen> all, String format, java.util.function.ToDoubleFunction<Seen> figure) {
    return Rounds.of(all.stream().mapToDouble(figure).toArray()).show(format);
  }

  private Seen measure(Layout layout) throws Exception {
    double[] written;
    double megabytes;
    try (EmbeddedPostgres server = start();
        Connection connection = connect(server)) {
      layout.create(connection);
      written = write(connection, layout);
      execute(connection, "VACUUM ANALYZE " + layout.table());
      megabytes =
          number(connection, "SELECT pg_total_relation_size('" + layout.table() + "')") / MEGA;
    }
    double labelChart = firstChart(layout, OptionalLong.of(1000));
    double chart = firstChart(layout, OptionalLong.empty());
    double merge;
    try (EmbeddedPostgres server = start();
        Connection connection = connect(server)) {
      merge = merge(connection, layout);
      execute(connection, "DROP TABLE " + layout.table());
    }
    return new Seen(written[0], written[1], megabytes, merge, labelChart, chart);
  }

  /**
   * @return ms per delivery, and kilobytes of WAL per delivery
   */
  private double[] write(Connection connection, Layout layout) throws SQLException, IOException {
    long walBefore = walBytes(connection);
    long begun = System.nanoTime();
    for (int second = 0; second < load.seconds(); second++) {
      for (int machine = 0; machine < load.assignments(); machine++) {
        List<Second.Label> labels = pool.get((second + machine) % pool.size());
        layout.write(connection, new Second(Load.assignment(machine), second, labels));
      }
    }
    double deliveries = (double) load.seconds() * load.assignments();
    double millis = (System.nanoTime() - begun) / MEGA / deliveries;
    return new double[] {millis, (walBytes(connection) - walBefore) / 1e3 / deliveries};
  }

  private double firstChart(Layout layout, OptionalLong series) throws SQLException {
    try (EmbeddedPostgres server = start();
        Connection connection = connect(server)) {
      // The connection's own start is no part of it.
      number(connection, "SELECT 1");
      long begun = System.nanoTime();
      mergeAll(connection, layout, series, new Sums(CHART_SPAN));
      return (System.nanoTime() - begun) / MEGA;
    }
  }

  /** The best of three: warm. */
  private double merge(Connection connection, Layout layout) throws SQLException {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      Sums sums = new Sums(Long.MAX_VALUE);
      long begun = System.nanoTime();
      mergeAll(connection, layout, OptionalLong.empty(), sums);
      best = Math.min(best, (System.nanoTime() - begun) / 1e3 / sums.added());
      requireAll(sums);
    }
    return best;
  }

  private void mergeAll(Connection connection, Layout layout, OptionalLong series, Sums sums)
      throws SQLException {
    for (int machine = 0; machine < load.assignments(); machine++) {
      layout.merge(connection, Load.assignment(machine), 0, load.seconds(), series, sums);
    }
    if (sums.percentiles() == 0) {
      throw new IllegalStateException("Nothing was read");
    }
  }

  private void requireAll(Sums sums) {
    long expected = (long) load.assignments() * load.labels() * load.samples() * load.seconds();
    if (sums.samples() != expected) {
      throw new IllegalStateException(expected + " samples written, " + sums.samples() + " read");
    }
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(
        EmbeddedPostgresSettings.of(directory.resolve("data"), directory.resolve("cache")));
  }

  private static Connection connect(EmbeddedPostgres server) throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
  }

  private static long walBytes(Connection connection) throws SQLException {
    return number(connection, "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int option(String[] args, String name, int otherwise) {
    int at = Arrays.asList(args).indexOf(name);
    return at < 0 ? otherwise : Integer.parseInt(args[at + 1]);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
