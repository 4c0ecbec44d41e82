package ru.perfscale.runner.engine.results;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.perfscale.runner.engine.results.Written.read;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class K6JsonTest {
  @TempDir private Path directory;

  private Path file(String name, String... lines) throws IOException {
    return Written.file(directory, name, lines);
  }

  private static final String POINT =
      "{\"metric\":\"%s\",\"type\":\"Point\",\"data\":{\"time\":\"%s\",\"value\":%s,\"tags\":{%s}}}";
  private static final String TAGS =
      "\"expected_response\":\"%s\",\"group\":\"%s\",\"name\":\"%s\",\"status\":\"200\"";

  private String point(String metric, String value, String name) {
    return POINT.formatted(
        metric, "2026-11-24T08:34:44.951494979Z", value, TAGS.formatted("true", "", name));
  }

  @Test
  void pointsAreReadAndTheirStringsUnescaped() throws IOException {
    Results results =
        read(
            file(
                "a.json",
                "{\"type\":\"Metric\",\"data\":{\"name\":\"http_req_duration\",\"thresholds\":[]},"
                    + "\"metric\":\"http_req_duration\"}",
                point("http_reqs", "1", "a"),
                point("http_req_duration", "7.703816", "a \\\"b\\\", \\u00e9\\ud83d\\ude00\\\\"),
                "{ \"type\" : \"Point\", \"data\" : {\"value\":1,\"more\":[{\"x\":\"]\"}],"
                    + "\"time\":\"2026-11-24T08:34:44Z\",\"tags\":{\"name\":\"b\","
                    + "\"expected_response\":\"false\"}}, \"metric\":\"http_req_duration\"}"));

    assertThat(results.counts().malformed()).isZero();
    assertThat(results.summary().labels()).containsOnlyKeys("a \"b\", é😀\\", "b");
    assertThat(results.summary().total().errors()).isEqualTo(1);
    assertThat(results.summary().total().max()).hasValue(new BigDecimal("7.704"));
    assertThat(results.lastEnd()).hasValue(Instant.parse("2026-11-24T08:34:44.951494979Z"));
  }

  @Test
  void linesThatMakeNoSenseAreCountedAndLeftOut() throws IOException {
    String right = point("http_req_duration", "1", "a");
    Results results =
        read(
            file(
                "a.json",
                right,
                right.substring(0, right.length() - 1),
                right + "}",
                right.replace("\"value\":1", "\"value\":\"x\""),
                right.replace("2026-11-24T08", "2026-13-24T08"),
                right.replace("\"a\"", "\"\\q\""),
                "no JSON",
                point("http_req_duration", "1", "a".repeat(100_000)),
                right.substring(0, 60)));

    assertThat(results.counts().samples()).isEqualTo(1);
    assertThat(results.counts().malformed()).isEqualTo(8);
  }
}
