package ru.perfscale.bootstrap.results;

import java.time.Duration;
import java.util.Locale;
import ru.perfscale.bootstrap.terminal.Line;
import ru.perfscale.bootstrap.terminal.Style;
import ru.perfscale.bootstrap.terminal.Terminal;
import ru.perfscale.domain.task.Reason;
import ru.perfscale.domain.task.TaskStatus;
import ru.perfscale.runner.engine.criteria.Judgement;
import ru.perfscale.runner.engine.summary.Summary;

/** The result for a person: table, what latency means, criteria, warnings, verdict. */
public final class ResultText {
  private ResultText() {}

  public static void print(Outcome outcome, Terminal terminal) {
    outcome.summary().ifPresent(summary -> print(summary, terminal));
    // Those that failed are among the reasons.
    outcome.judgements().stream()
        .filter(Judgement::passed)
        .forEach(
            judgement ->
                terminal.print(new Line().add(Style.GREEN, "✓ ").add(judgement.message())));
    for (String warning : outcome.warnings()) {
      terminal.print(new Line().add(Style.YELLOW, "warning: ").add(warning));
    }
    TaskStatus status = outcome.verdict().status();
    Style style =
        switch (status) {
          case PASSED -> Style.GREEN;
          case CANCELLED -> Style.YELLOW;
          default -> Style.RED;
        };
    terminal.print(new Line().add(style, status.wireName().toUpperCase(Locale.ROOT)));
    for (Reason reason : outcome.verdict().reasons()) {
      terminal.print(
          new Line().add(Style.RED, "  " + reason.code().wireName() + ": ").add(first(reason)));
      reason.message().lines().skip(1).forEach(line -> terminal.print("    " + line));
    }
  }

  private static String first(Reason reason) {
    return reason.message().lines().findFirst().orElse("");
  }

  private static void print(Summary summary, Terminal terminal) {
    if (summary.total().count() == 0) {
      terminal.print("No request was measured.");
      return;
    }
    ResultTable.lines(summary, terminal.columns()).forEach(terminal::print);
    terminal.print(
        new Line()
            .add(
                Style.DIM,
                "latency in ms: "
                    + summary.latency().meaning()
                    + ", resolution "
                    + resolution(summary.latency().resolution())));
    terminal.print("");
  }

  /** {@code 1 ms} reads easier than {@code PT0.001S}. */
  private static String resolution(Duration resolution) {
    long nanos = resolution.toNanos();
    if (nanos % 1_000_000 == 0) {
      return nanos / 1_000_000 + " ms";
    }
    return nanos % 1_000 == 0 ? nanos / 1_000 + " µs" : nanos + " ns";
  }
}
