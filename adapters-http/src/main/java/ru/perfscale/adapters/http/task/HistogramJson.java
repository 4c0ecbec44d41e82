package ru.perfscale.adapters.http.task;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import ru.perfscale.adapters.http.json.JsonOutput;
import ru.perfscale.application.task.FindHistogram.Selection;
import ru.perfscale.application.task.MergedHistogram;
import ru.perfscale.application.task.MergedHistogram.Percentile;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.Tally;
import ru.perfscale.domain.task.TaskId;

/** What a histogram says, on the wire; durations in milliseconds. */
final class HistogramJson {
  private static final List<String> PERCENTILES =
      List.of("50", "75", "90", "95", "99", "99.9", "99.99", "99.999");

  private HistogramJson() {}

  static void write(JsonOutput json, TaskId task, Selection selection, MergedHistogram histogram) {
    Tally tally = histogram.tally();
    boolean timed = tally.timed() > 0;
    boolean whole = histogram.latency().map(LatencyMeaning::isWholeMillis).orElse(false);
    json.text("task_id", task.value())
        .text("machine_id", selection.machine().map(MachineId::value))
        .text("label", selection.label())
        .number("from", selection.from())
        .number("to", selection.to())
        .number("count", tally.count())
        .number("errors", histogram.errors())
        .number("untimed", tally.untimed())
        .number("min", timed ? millis(tally.minNanos(), whole) : Optional.empty())
        .number("mean", timed ? Optional.of(mean(tally)) : Optional.empty())
        .number("max", timed ? millis(tally.maxNanos(), whole) : Optional.empty());
    for (String of : PERCENTILES) {
      json.number(
          name(of),
          histogram.percentiles().stream()
              .filter(percentile -> percentile.of().equals(of))
              .findFirst()
              .flatMap(percentile -> millis(percentile.nanos(), whole)));
    }
    json.texts(
            "at_maximum",
            histogram.percentiles().stream()
                .filter(Percentile::isMaximum)
                .map(percentile -> name(percentile.of()))
                .toList())
        .flag("complete", histogram.isComplete())
        .object("latency", histogram.latency(), TaskJson::writeLatency);
  }

  private static String name(String percentile) {
    return "p" + percentile.replace('.', '_');
  }

  private static Optional<BigDecimal> millis(long nanos, boolean whole) {
    return Optional.of(BigDecimal.valueOf(nanos, 6).setScale(whole ? 0 : 3, RoundingMode.HALF_UP));
  }

  private static BigDecimal mean(Tally tally) {
    return BigDecimal.valueOf(tally.sumNanos(), 6)
        .divide(BigDecimal.valueOf(tally.timed()), 3, RoundingMode.HALF_UP);
  }
}
