package ru.perfscale.runner.engine.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ru.perfscale.runner.engine.results.Written.K6_HEADER;
import static ru.perfscale.runner.engine.results.Written.k6;
import static ru.perfscale.runner.engine.results.Written.read;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class K6ResultsTest {
  @TempDir private Path directory;

  private Path file(String name, String... lines) throws IOException {
    return Written.file(directory, name, lines);
  }

  @Test
  void timesMayBeOfAnyFormThatK6Writes() throws IOException {
    Results results =
        read(
            file(
                "a.csv",
                K6_HEADER + k6("1795509284", "1.5", "a"),
                k6("1795509284951", "1.5", "a"),
                k6("1795509284951494", "1.5", "a"),
                k6("1795509284951494979", "1.5", "a"),
                k6("2026-11-24T08:34:44Z", "1.5", "a"),
                k6("2026-11-24T11:34:45.951494979+03:00", "1.5", "a")));

    assertThat(results.counts().malformed()).isZero();
    assertThat(results.summary().total().count()).isEqualTo(6);
    assertThat(results.firstStart()).hasValue(Instant.parse("2026-11-24T08:34:43.998500Z"));
    assertThat(results.lastEnd()).hasValue(Instant.parse("2026-11-24T08:34:45.951494979Z"));
    assertThat(results.summary().total().percentile(50)).hasValue(new BigDecimal("1.500"));
  }

  @Test
  void aFileWithoutANeededTagIsRefusedByItsName() throws IOException {
    Path file = file("a.csv", K6_HEADER.replace("expected_response,", ""));

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(ResultFileException.class)
        .hasMessageContaining("a.csv line 1 has no column expected_response")
        .hasMessageContaining("--system-tags");
  }
}
