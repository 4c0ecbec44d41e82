package ru.perfscale.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is stored survives a change of the schema. */
final class SchemaTest {
  private static final String SECONDS =
      """
      SELECT concat_ws(' ', tenant, assignment, second, seq, series, samples, untimed, sum_nanos,
        min_nanos, max_nanos, first_start_nanos, last_end_nanos, histogram, day)
      FROM series_second ORDER BY tenant, assignment, seq, series
      """;

  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  @BeforeEach
  void empty() {
    flyway("latest").clean();
  }

  @Test
  void secondsThatHadARowForEachSeriesAreStillThereInTheRowsOfTheirFrames() {
    flyway("10").migrate();
    database.execute(
        """
        INSERT INTO frame (tenant, assignment, seq, second, late, skewed, day)
        SELECT tenant, assignment, seq, seq + 2, 0, 0, day
        FROM unnest(ARRAY['mine', 'other']) AS tenant, unnest(ARRAY['a', 'b']) AS assignment,
          generate_series(1, 3) AS seq, (SELECT (now() AT TIME ZONE 'UTC')::date AS day) AS today
        UNION ALL SELECT 'mine', 'pinned', 1, 3, 0, 0, '-infinity'
        """);
    database.execute(
        """
        INSERT INTO series_second (tenant, assignment, second, seq, series, samples,
          untimed, sum_nanos, min_nanos, max_nanos, first_start_nanos, last_end_nanos, histogram, day)
        SELECT tenant, assignment, second, seq, series, seq * series, 1, 9223372036854775807, 2, 3,
          9223372036854775807, -9223372036854775808, decode(repeat('00ff', series::int), 'hex'), day
        FROM frame, generate_series(0, 2) AS series WHERE seq < 3
        """);
    List<String> before = database.texts(SECONDS);

    flyway("latest").migrate();

    assertThat(database.texts(SECONDS)).isEqualTo(before).hasSize(27);
  }

  private static Flyway flyway(String version) {
    DatabaseSettings settings = database.settings(1);
    return Flyway.configure()
        .dataSource(settings.url(), settings.user(), settings.password())
        .locations("classpath:db/migration")
        .cleanDisabled(false)
        .target(version)
        .load();
  }
}
