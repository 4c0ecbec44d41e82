package ru.perfscale.bootstrap.local;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import ru.perfscale.bootstrap.results.MillisText;
import ru.perfscale.bootstrap.terminal.Line;
import ru.perfscale.bootstrap.terminal.Style;

/** Bars of p95 over time, a few lines high, from zero to the greatest that is shown. */
final class Chart {
  private static final String EIGHTHS = " ▁▂▃▄▅▆▇█";
  private static final int HEIGHT = 4;
  private static final int AXIS = 12;

  /** Bars of a short run are drawn wider, so that there is something to see. */
  private static final int WIDEST_BAR = 6;

  private Chart() {}

  /**
   * @param columns how wide it may be
   * @param expected how many bars there will be, as far as is known
   */
  static List<Line> lines(Progress.Latency latency, int columns, long expected) {
    Columns.Tail tail = latency.tail();
    int room = Math.max(1, columns - AXIS - 3);
    List<OptionalLong> bars =
        tail.p95().subList(Math.max(0, tail.p95().size() - room), tail.p95().size());
    int width = Math.clamp(room / Math.max(1, Math.max(expected, bars.size())), 1, WIDEST_BAR);
    long top = bars.stream().mapToLong(bar -> bar.orElse(0)).max().orElse(0);
    List<Line> lines = new ArrayList<>();
    for (int row = HEIGHT - 1; row >= 0; row--) {
      String axis =
          row == HEIGHT - 1 && top > 0
              ? MillisText.of(top, latency.resolution()) + " ms"
              : row == 0 ? "0" : "";
      Line line = new Line().padTo(AXIS - 1 - axis.length()).add(Style.DIM, axis + " ┤");
      lines.add(line.add(Style.CYAN, bars(bars, top, row, width)));
    }
    String each = tail.secondsEach() == 1 ? "each second" : "each " + tail.secondsEach() + " s";
    lines.add(new Line().padTo(AXIS + 1).add(Style.DIM, "p95 of " + each));
    return lines;
  }

  private static String bars(List<OptionalLong> bars, long top, int row, int width) {
    StringBuilder text = new StringBuilder();
    for (OptionalLong bar : bars) {
      // A measured zero is not the same as nothing: it shows the thinnest line.
      long eighths =
          bar.isEmpty()
              ? 0
              : Math.max(1, Math.round(8.0 * HEIGHT * bar.getAsLong() / Math.max(1, top)));
      String filled = EIGHTHS.substring(Math.clamp(eighths - 8L * row, 0, 8)).substring(0, 1);
      text.append(filled.repeat(width));
    }
    return text.toString();
  }
}
