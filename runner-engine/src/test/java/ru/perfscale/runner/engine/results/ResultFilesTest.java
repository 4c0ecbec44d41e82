package ru.perfscale.runner.engine.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.runner.engine.SampleCounts;

class ResultFilesTest {
  private static final String JTL_HEADER =
      "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,"
          + "failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect\n";
  private static final String K6_HEADER =
      "metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,"
          + "name,proto,scenario,service,status,subproto,tls_version,url,extra_tags,metadata\n";

  @TempDir private Path directory;

  private Path file(String name, String... lines) throws IOException {
    return Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
  }

  private static String jtl(long timeStamp, long elapsed, String label, boolean success) {
    return timeStamp
        + ","
        + elapsed
        + ","
        + label
        + ",200,OK,T 1-1,text,"
        + success
        + ",,10,10,1,1,http://x/,1,0,0";
  }

  private static String k6(String timestamp, String millis, String name) {
    return "http_req_duration,"
        + timestamp
        + ","
        + millis
        + ",,,,true,,GET,"
        + name
        + ",HTTP/1.1,default,,200,,,http://x/,,";
  }

  private static Results read(Path... files) {
    return ResultFiles.read(Arrays.asList(files), Window.ALL);
  }

  @Nested
  class JMeter {
    @Test
    void theRequestsOfAJtlFileAreReadWithTheirLabelsAndErrors() throws IOException {
      Results results =
          read(
              file(
                  "a.jtl",
                  JTL_HEADER + jtl(1_000_000_000_000L, 100, "cart", true),
                  jtl(1_000_000_000_100L, 300, "\"pay, \"\"now\"\"\"", false),
                  jtl(1_000_000_000_200L, 200, "cart", true)));

      assertThat(results.summary().total().count()).isEqualTo(3);
      assertThat(results.summary().total().errors()).isEqualTo(1);
      assertThat(results.summary().total().percentile(50)).hasValue(new BigDecimal(200));
      assertThat(results.summary().labels()).containsOnlyKeys("cart", "pay, \"now\"");
      assertThat(results.firstStart()).hasValue(Instant.ofEpochMilli(1_000_000_000_000L));
      assertThat(results.lastEnd()).hasValue(Instant.ofEpochMilli(1_000_000_000_400L));
      assertThat(results.latency().resolution()).isEqualTo(Duration.ofMillis(1));
      assertThat(results.files().getFirst().format()).isEqualTo(Format.JMETER_CSV);
    }

    @Test
    void withoutAHeaderTheDefaultColumnsHold() throws IOException {
      Results results =
          read(file("a.jtl", jtl(1_000_000_000_000L, 7, "a, b".replace(',', ';'), true)));

      assertThat(results.summary().labels()).containsOnlyKeys("a; b");
      assertThat(results.summary().total().max()).hasValue(new BigDecimal(7));
    }

    @Test
    void columnsAreFoundByTheHeaderInAnyOrderAndWithAnySeparator() throws IOException {
      Results results =
          read(
              file("a.jtl", "label\tsuccess\telapsed\ttimeStamp", "x\ttrue\t5\t1000000000000"),
              file("b.jtl", "success;timeStamp;label;elapsed\r", "false;1000000000000;y;6\r"));

      assertThat(results.summary().labels()).containsOnlyKeys("x", "y");
      assertThat(results.summary().total().errors()).isEqualTo(1);
      assertThat(results.counts().malformed()).isZero();
    }

    @Test
    void formattedTimesAreLocalTimes() throws IOException {
      Results results =
          read(
              file(
                  "a.jtl",
                  "timeStamp,elapsed,label,success",
                  "2026/11/24 08:34:44.951,50,a,true",
                  "2026-11-24 08:34:45.001,50,a,true",
                  "11/24/26 08:34:46,50,a,true"));

      Instant start =
          LocalDateTime.parse("2026-11-24T08:34:44.951").atZone(ZoneId.systemDefault()).toInstant();
      assertThat(results.summary().total().count()).isEqualTo(3);
      assertThat(results.firstStart()).hasValue(start);
      assertThat(results.lastEnd()).hasValue(start.plusMillis(1_099));
    }

    @Test
    void aTransactionIsNoRequest() throws IOException {
      String transaction =
          "1000000000000,400,whole order,200,\"Number of samples in transaction : 2, number of"
              + " failing samples : 0\",T 1-1,,true,,10,10,1,1,null,1,0,0";
      Results results =
          read(
              file(
                  "a.jtl",
                  JTL_HEADER + jtl(1_000_000_000_000L, 100, "a", true),
                  jtl(1_000_000_000_100L, 300, "b", true),
                  transaction));

      assertThat(results.summary().labels()).containsOnlyKeys("a", "b");
      assertThat(results.files().getFirst().transactions()).isEqualTo(1);
      assertThatThrownBy(() -> read(file("b.jtl", JTL_HEADER + transaction)))
          .isInstanceOf(ResultFileException.class)
          .hasMessageContaining("b.jtl has 1 transactions and no request")
          .hasMessageContaining("Generate parent sample");
    }

    @Test
    void aRequestThatNeverGotAnAnswerIsUntimedUnlessItTookTime() throws IOException {
      String refused =
          ",a,Non HTTP response code: java.net.ConnectException,refused,T,,false,,0,0,1,1,null,0,0,0";
      Results results =
          read(file("a.jtl", "1000000000000,0" + refused, "1000000000000,3" + refused));

      assertThat(results.summary().total().errors()).isEqualTo(2);
      assertThat(results.summary().total().untimed()).isEqualTo(1);
      assertThat(results.summary().total().min()).hasValue(new BigDecimal(3));
    }

    @Test
    void rowsThatMakeNoSenseAreCountedAndLeftOut() throws IOException {
      Results results =
          read(
              file(
                  "a.jtl",
                  JTL_HEADER + jtl(1_000_000_000_000L, 1, "a", true),
                  jtl(1_000_000_000_000L, -1, "a", true),
                  "x" + jtl(1_000_000_000_000L, 1, "a", true),
                  "9".repeat(30) + jtl(1_000_000_000_000L, 1, "a", true),
                  jtl(1_000_000_000_000L, 1, "a", true).replace(",true,", ",yes,"),
                  jtl(1_000_000_000_000L, 1, "a", true) + ",",
                  JTL_HEADER + jtl(1_000_000_000_000L, 1, "a", true),
                  "1000000000000,1,cut off in the mid"));

      assertThat(results.counts().samples()).isEqualTo(2);
      assertThat(results.counts().malformed()).isEqualTo(6);
      assertThat(results.files().getFirst().malformed()).isEqualTo(6);
    }
  }

  @Nested
  class K6 {
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

  @Nested
  class K6Json {
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

  @Nested
  class Gatling {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final GatlingBytes log = new GatlingBytes(bytes, 1_000_000_000_000L);

    private Path written() throws IOException {
      return Files.write(directory.resolve("simulation.log"), bytes.toByteArray());
    }

    @Test
    void requestsCountAndGroupsAndUsersDoNot() throws IOException {
      log.user(true);
      log.request("pay ✓", 1_000_000_000_100L, 1_000_000_000_150L, true, "");
      log.request(
          "pay ✓", 1_000_000_000_200L, 1_000_000_000_200L, false, "j.n.ConnectException: refused");
      log.request(
          "pay ✓",
          1_000_000_000_200L,
          1_000_000_000_200L,
          false,
          "status.find.is(200), but actually found 500");
      log.group("purchase");
      log.error("search: No attribute named 'absent' is defined");
      log.user(false);

      Results results = read(written());

      assertThat(results.counts()).isEqualTo(new SampleCounts(4, 3, 2, 0, 0, 0, 0, true));
      assertThat(results.summary().labels()).containsOnlyKeys("pay ✓", "search");
      assertThat(results.summary().total().max()).hasValue(new BigDecimal(50));
      assertThat(results.files().getFirst().transactions()).isEqualTo(1);
    }

    @Test
    void aRecordThatIsCutOffIsMalformed() throws IOException {
      log.request("a", 1_000_000_000_100L, 1_000_000_000_150L, true, "");
      log.raw(1, 0, 0, 0);

      assertThat(read(written()).counts()).isEqualTo(new SampleCounts(1, 0, 0, 1, 0, 0, 0, true));
    }

    @Test
    void whatIsNoRecordEndsTheReadingAndSaysWhere() throws IOException {
      log.request("a", 1_000_000_000_100L, 1_000_000_000_150L, true, "");
      int place = bytes.size();
      log.raw(17);

      assertThatThrownBy(() -> read(written()))
          .isInstanceOf(ResultFileException.class)
          .hasMessageContaining("from byte " + place + " on: there is no record type 17");
    }

    @Test
    void logsOfOtherVersionsAreRefused() throws IOException {
      Path old = file("old.log", "RUN\tx\tx\t1000000000000\t \t3.9.5");
      byte[] other = bytes.toByteArray();
      other[8] = '9';
      Path later = Files.write(directory.resolve("simulation.log"), other);

      assertThatThrownBy(() -> read(old)).hasMessageContaining("text log of an older Gatling");
      assertThatThrownBy(() -> read(later))
          .hasMessageContaining("it was written by Gatling 3.19.1, what can be read is 3.15");
    }
  }

  @Nested
  class HdrLogs {
    @Test
    void intervalsOfAnyRangeAndPrecisionAreAddedByTheirTags() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      HistogramLogWriter log = new HistogramLogWriter(bytes);
      log.outputComment("written by a test");
      log.outputLogFormatVersion();
      log.outputStartTime(1_000_000_000_000L);
      log.outputLegend();
      Histogram coarse = new Histogram(1_000, 60_000_000_000L, 2);
      coarse.recordValueWithCount(5_000_000, 98);
      coarse.recordValueWithCount(50_000_000_000L, 2);
      coarse.setStartTimeStamp(1_000_000_001_000L);
      coarse.setEndTimeStamp(1_000_000_002_000L);
      log.outputIntervalHistogram(coarse);
      Histogram fine = new Histogram(5);
      fine.setTag("fine");
      fine.recordValueWithCount(123_456_789, 7);
      fine.setStartTimeStamp(1_000_000_002_000L);
      fine.setEndTimeStamp(1_000_000_003_000L);
      log.outputIntervalHistogram(fine);

      Results results = read(Files.write(directory.resolve("a.hlog"), bytes.toByteArray()));

      assertThat(results.counts()).isEqualTo(new SampleCounts(107, 0, 0, 0, 0, 0, 0, true));
      assertThat(results.summary().labels()).containsOnlyKeys("(unnamed)", "fine");
      assertThat(results.summary().labels().get("fine").max().orElseThrow().doubleValue())
          .isCloseTo(123.456789, within(0.002));
      assertThat(results.summary().total().percentile(90).orElseThrow().doubleValue())
          .isCloseTo(5, within(0.05));
      assertThat(results.summary().total().max().orElseThrow().doubleValue())
          .isCloseTo(50_000, within(500.0));
      assertThat(results.firstStart()).hasValue(Instant.ofEpochMilli(1_000_000_001_000L));
      assertThat(results.lastEnd()).hasValue(Instant.ofEpochMilli(1_000_000_003_000L));
    }

    @Test
    void linesThatMakeNoSenseAreCountedAndLeftOut() throws IOException {
      Results results =
          read(
              file(
                  "a.hlog",
                  "#[Histogram log format version 1.3]",
                  "0.1,1.0,2.0,HISTFAAAA",
                  "0.1,1.0,2.0",
                  "x,1.0,2.0,HISTFAAAAEV42pNpmSzMwMCgyAABTBDKT4GBgdnNYMcCBvsPEBEJISEuATEZMQ4uASkhIR4nrxg9v2lMaxhvMekILGZkKmcCAEf2CsI=",
                  "0.1,1.0,2.0,!!!!"));

      assertThat(results.counts().samples()).isZero();
      assertThat(results.counts().malformed()).isEqualTo(4);
    }
  }

  @Nested
  class Windows {
    private final long t0 = 1_000_000_000_000L;

    private Results read(Window window) throws IOException {
      Path file =
          file(
              "a.jtl",
              JTL_HEADER + jtl(t0 + 900, 200, "b", true),
              jtl(t0, 1_000, "a", true),
              jtl(t0 + 100, 1_900, "c", true));
      return ResultFiles.read(List.of(file), window);
    }

    @Test
    void aSampleBelongsToTheMomentOfItsEnd() throws IOException {
      assertThat(read(Window.ALL.skip(Duration.ofMillis(1_000))).counts().samples()).isEqualTo(3);
      assertThat(read(Window.ALL.skip(Duration.ofMillis(1_001))).summary().labels())
          .containsOnlyKeys("b", "c");
      assertThat(read(Window.ALL.to(Duration.ofMillis(2_000))).summary().labels())
          .containsOnlyKeys("a", "b");
    }

    @Test
    void instantsAndOffsetsBothHold() throws IOException {
      Window window =
          Window.ALL
              .skip(Duration.ofMillis(500))
              .from(Instant.ofEpochMilli(t0 + 1_050))
              .to(Instant.ofEpochMilli(t0 + 1_200))
              .to(Duration.ofHours(1));

      Results results = read(window);

      assertThat(results.summary().labels()).containsOnlyKeys("b");
      assertThat(results.outside()).isEqualTo(2);
      assertThat(results.files().getFirst().samples()).isEqualTo(3);
    }

    @Test
    void aNegativeOffsetIsRefused() {
      assertThatThrownBy(() -> Window.ALL.skip(Duration.ofSeconds(-1)))
          .hasMessage("from is PT-1S, must be zero or more");
    }
  }

  @Nested
  class SeveralAndBrokenFiles {
    @Test
    void severalFilesAreOneWhateverTheirOrder() throws IOException {
      Path one = file("a.jtl", jtl(1_000_000_000_000L, 100, "a", true));
      Path two = gzipped(file("b.jtl", jtl(1_000_000_000_000L, 300, "a", false)), 1.0);
      Path three = file("c.csv", K6_HEADER + k6("1000000000", "200.25", "a"));

      Results forth = ResultFilesTest.read(one, two, three);
      Results back = ResultFilesTest.read(three, two, one);

      assertThat(forth.summary().total().count()).isEqualTo(3);
      assertThat(forth.summary().total().errors()).isEqualTo(1);
      assertThat(forth.latency().resolution()).isEqualTo(Duration.ofMillis(1));
      assertThat(forth.latency().meaning()).contains("elapsed").contains("http_req_duration");
      assertThat(back.summary().total().percentile(99))
          .isEqualTo(forth.summary().total().percentile(99));
    }

    @Test
    void whatIsThereOfACutGzipFileCounts() throws IOException {
      String[] rows = new String[20_000];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = jtl(1_000_000_000_000L + i, i, "label " + i % 7, true);
      }
      Path whole = file("a.jtl", rows);

      Results results = ResultFilesTest.read(gzipped(whole, 0.5));

      assertThat(results.counts().samples()).isBetween(5_000L, 15_000L);
      assertThat(results.counts().malformed()).isBetween(1L, 2L);
    }

    @Test
    void whatCannotBeReadSaysWhatWouldBeRight() throws IOException {
      assertRefused(Files.createFile(directory.resolve("empty")), "empty is empty");
      assertRefused(directory.resolve("gone"), "gone does not exist");
      assertRefused(directory, "is a directory; name the files in it");
      assertRefused(
          file("a.xml", "<?xml version=\"1.0\"?>", "<testResults version=\"1.2\">"),
          "jmeter.save.saveservice.output_format=csv");
      assertRefused(file("a.txt", "hello \u0007 world"), "begins with \"hello ? world\"", "JTL");
      assertRefused(
          file("short.jtl", "1000000000000,1,a,200"),
          "has 4 columns and no header",
          "print_field_names=true");
      assertRefused(
          file("a.jtl", "timeStamp,elapsed,success"),
          "has no column label; write it with jmeter.save.saveservice.label=true");
    }

    private void assertRefused(Path file, String... words) {
      assertThatThrownBy(() -> ResultFilesTest.read(file))
          .isInstanceOf(ResultFileException.class)
          .hasMessageContainingAll(words)
          .extracting(e -> ((ResultFileException) e).file())
          .isEqualTo(file);
    }

    private Path gzipped(Path file, double part) throws IOException {
      Path packed = file.resolveSibling(file.getFileName() + ".gz");
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
        Files.copy(file, out);
      }
      byte[] bytes = Files.readAllBytes(packed);
      return Files.write(packed, Arrays.copyOf(bytes, (int) (bytes.length * part)));
    }
  }
}
