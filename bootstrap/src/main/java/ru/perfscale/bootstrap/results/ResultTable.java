package ru.perfscale.bootstrap.results;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import ru.perfscale.bootstrap.terminal.Line;
import ru.perfscale.bootstrap.terminal.Style;
import ru.perfscale.runner.engine.summary.Figures;
import ru.perfscale.runner.engine.summary.Summary;

/**
 * Figures by label, then in total. Where the terminal is too narrow for one table there are two
 * below each other: requests, then durations.
 */
final class ResultTable {
  private static final int GAP = 2;
  private static final int LEAST_LABEL = 12;
  private static final String GREATEST = "*";

  private record Column(String title, List<String> cells) {
    int width() {
      return Stream.concat(Stream.of(title), cells.stream())
          .mapToInt(String::length)
          .max()
          .orElse(0);
    }
  }

  private final List<String> labels = new ArrayList<>();
  private final List<Figures> rows = new ArrayList<>();

  private ResultTable(Summary summary) {
    for (Map.Entry<String, Figures> label : summary.labels().entrySet()) {
      labels.add(label.getKey().isBlank() ? "(no name)" : label.getKey());
      rows.add(label.getValue());
    }
    labels.add("total");
    rows.add(summary.total());
  }

  /**
   * @param columns how wide it may be
   */
  static List<Line> lines(Summary summary, int columns) {
    ResultTable table = new ResultTable(summary);
    List<Column> requests = table.requests();
    List<Column> durations = table.durations();
    List<Column> all = Stream.concat(requests.stream(), durations.stream()).toList();
    List<Line> lines = new ArrayList<>();
    if (table.widestLabel() + width(all) <= columns) {
      lines.addAll(table.block("label", all, columns));
    } else {
      lines.addAll(table.block("requests", requests, columns));
      lines.add(new Line());
      lines.addAll(table.block("ms", durations, columns));
    }
    if (all.stream().flatMap(column -> column.cells().stream()).anyMatch(ResultTable::isMarked)) {
      lines.add(
          new Line()
              .add(
                  Style.DIM,
                  GREATEST + " the maximum: too few requests to tell this percentile from it"));
    }
    return lines;
  }

  private List<Column> requests() {
    return List.of(
        column("count", own -> CountText.of(own.count())),
        column("errors", own -> CountText.of(own.errors())),
        column("err %", own -> CountText.percent(own.errors(), own.count())),
        column("req/s", own -> rate(own.requestsPerSecond())));
  }

  private List<Column> durations() {
    List<Column> columns = new ArrayList<>();
    columns.add(column("min", own -> MillisText.of(own.min())));
    columns.add(column("mean", own -> MillisText.of(own.mean())));
    for (double percentile : new double[] {50, 90, 95, 99, 99.9}) {
      String name = BigDecimal.valueOf(percentile).stripTrailingZeros().toPlainString();
      columns.add(column("p" + name, own -> percentile(own, percentile)));
    }
    columns.add(column("max", own -> MillisText.of(own.max())));
    return columns;
  }

  private static String percentile(Figures figures, double percentile) {
    String value = MillisText.of(figures.percentile(percentile));
    // With one request there is nothing to tell apart.
    return figures.isMaximum(percentile) && figures.count() > 1 ? GREATEST + value : value;
  }

  private static boolean isMarked(String cell) {
    return cell.startsWith(GREATEST);
  }

  private static String rate(OptionalDouble rate) {
    if (rate.isEmpty()) {
      return "–";
    }
    return rate.getAsDouble() < 1000
        ? BigDecimal.valueOf(rate.getAsDouble()).toPlainString()
        : CountText.of(Math.round(rate.getAsDouble()));
  }

  private interface Cell {
    String of(Figures figures);
  }

  private Column column(String title, Cell cell) {
    return new Column(title, rows.stream().map(cell::of).toList());
  }

  private int widestLabel() {
    return labels.stream().mapToInt(String::length).max().orElse(0);
  }

  private static int width(List<Column> columns) {
    return columns.stream().mapToInt(column -> GAP + column.width()).sum();
  }

  private List<Line> block(String title, List<Column> columns, int room) {
    int label =
        Math.max(
            LEAST_LABEL, Math.min(Math.max(widestLabel(), title.length()), room - width(columns)));
    List<Line> lines = new ArrayList<>();
    Line head = new Line().add(Style.DIM, title).padTo(label);
    columns.forEach(column -> head.add(Style.DIM, right(column.title(), column.width())));
    lines.add(head);
    for (int row = 0; row < rows.size(); row++) {
      boolean total = row == rows.size() - 1;
      Style style = total ? Style.BOLD : Style.PLAIN;
      Line line = new Line().add(style, Line.shortened(labels.get(row), label)).padTo(label);
      for (Column column : columns) {
        boolean bad = column.title().startsWith("err") && rows.get(row).errors() > 0;
        line.add(bad ? Style.RED : style, right(column.cells().get(row), column.width()));
      }
      lines.add(line);
    }
    return lines;
  }

  private static String right(String text, int width) {
    return " ".repeat(GAP + width - text.length()) + text;
  }
}
