package ru.perfscale.bootstrap.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import ru.perfscale.bootstrap.terminal.Line;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.Series;
import ru.perfscale.runner.engine.latency.LatencyHistogram;
import ru.perfscale.runner.engine.summary.Summary;

class ResultTableTest {
  private static final Duration NANOSECOND = Duration.ofNanos(1);

  @Test
  void aWideTerminalGetsOneTable() {
    assertThat(String.join("\n", table(130, NANOSECOND)))
        .isEqualTo(
            """
            label                         count  errors  err %  req/s    min   mean    p50     p90     p95     p99   p99.9    max
            a                             1,000       0      0  500.0  1.000  500.5  500.0   899.9   949.7   990.1   999.0   1000
            checkout of the whole basket      2       2    100    1.0  1.000  1.500  1.000  *2.000  *2.000  *2.000  *2.000  2.000
            total                         1,002       2   0.20  501.0  1.000  499.5  499.0   899.9   949.7   990.1   999.0   1000
            * the maximum: too few requests to tell this percentile from it""");
  }

  @Test
  void aNarrowTerminalGetsTwoTablesThatFit() {
    List<String> lines = table(80, NANOSECOND);
    assertThat(lines).allMatch(line -> line.length() <= 80);
    assertThat(String.join("\n", lines))
        .isEqualTo(
            """
            requests                      count  errors  err %  req/s
            a                             1,000       0      0  500.0
            checkout of the whole basket      2       2    100    1.0
            total                         1,002       2   0.20  501.0

            ms                      min   mean    p50     p90     p95     p99   p99.9    max
            a                     1.000  500.5  500.0   899.9   949.7   990.1   999.0   1000
            checkout of the who…  1.000  1.500  1.000  *2.000  *2.000  *2.000  *2.000  2.000
            total                 1.000  499.5  499.0   899.9   949.7   990.1   999.0   1000
            * the maximum: too few requests to tell this percentile from it""");
  }

  @Test
  void aToolOfMillisecondsHasNoDecimals() {
    assertThat(table(130, Duration.ofMillis(1)).get(1))
        .isEqualTo(
            "a                             1,000       0      0  500.0    1  500.5  500  900  950  990"
                + "    999  1000");
  }

  @Test
  void aLabelThatLeavesNoRoomIsShortened() {
    assertThat(table(60, NANOSECOND)).anyMatch(line -> line.startsWith("checkout of"));
  }

  private static List<String> table(int columns, Duration resolution) {
    LatencySnapshot good = series("a", Outcome.OK, 1_000);
    LatencySnapshot bad = series("checkout of the whole basket", Outcome.ERROR, 2);
    Summary summary = Summary.of(List.of(good, bad), new LatencyMeaning("whole", resolution), true);
    return ResultTable.lines(summary, columns).stream().map(Line::toString).toList();
  }

  /** 1 ms, 2 ms … */
  private static LatencySnapshot series(String label, Outcome outcome, int count) {
    LatencyHistogram histogram = new LatencyHistogram();
    long sum = 0;
    List<Long> nanos = new ArrayList<>();
    for (long k = 1; k <= count; k++) {
      histogram.add(k * 1_000_000);
      sum += k * 1_000_000;
      nanos.add(k * 1_000_000);
    }
    return new LatencySnapshot(
        new Series(label, Kind.HTTP, outcome, Phase.MAIN, Measure.SERVICE),
        count,
        0,
        sum,
        nanos.getFirst(),
        nanos.getLast(),
        0,
        2_000_000_000,
        histogram.encode());
  }
}
