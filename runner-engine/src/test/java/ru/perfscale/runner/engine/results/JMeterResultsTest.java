package ru.perfscale.runner.engine.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ru.perfscale.runner.engine.results.Written.JTL_HEADER;
import static ru.perfscale.runner.engine.results.Written.jtl;
import static ru.perfscale.runner.engine.results.Written.read;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JMeterResultsTest {
  @TempDir private Path directory;

  private Path file(String name, String... lines) throws IOException {
    return Written.file(directory, name, lines);
  }

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
    Results results = read(file("a.jtl", "1000000000000,0" + refused, "1000000000000,3" + refused));

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
