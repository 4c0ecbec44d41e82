package ru.perfscale.bootstrap.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import ru.perfscale.bootstrap.terminal.Line;

class ChartTest {
  @Test
  void barsReachFromZeroToTheGreatestAndSilenceIsEmpty() {
    List<String> lines =
        chart(
            new Columns.Tail(
                1,
                List.of(
                    OptionalLong.of(20_000_000),
                    OptionalLong.empty(),
                    OptionalLong.of(40_000_000),
                    OptionalLong.of(0))),
            19);
    assertThat(lines)
        .containsExactly(
            "   40.00 ms ┤  █ ",
            "            ┤  █ ",
            "            ┤█ █ ",
            "          0 ┤█ █▁",
            "             p95 of each second");
  }

  @Test
  void theLatestBarsAreShownWhenThereIsNoRoomForAll() {
    Columns.Tail tail =
        new Columns.Tail(
            4,
            LongStream.rangeClosed(1, 160).mapToObj(k -> OptionalLong.of(k * 1_000_000)).toList());
    List<String> lines = chart(tail, 80);
    assertThat(lines.getFirst()).startsWith("   160.0 ms ┤");
    assertThat(lines).allMatch(line -> line.length() <= 80);
    assertThat(lines.getLast()).endsWith("p95 of each 4 s");
  }

  @Test
  void onlyZerosDrawThinLines() {
    List<String> lines = chart(new Columns.Tail(1, List.of(OptionalLong.of(0))), 16);
    assertThat(lines.get(3)).isEqualTo("          0 ┤▁");
  }

  private static List<String> chart(Columns.Tail tail, int columns) {
    Progress.Latency latency =
        new Progress.Latency(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            tail,
            Duration.ofNanos(1));
    return Chart.lines(latency, columns, tail.p95().size()).stream().map(Line::toString).toList();
  }
}
