package ru.perfscale.application.task;

import java.util.List;
import java.util.Optional;
import ru.perfscale.domain.task.Figures;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.LatencyMeaning;

/** Computes the six figures of the contract from totals: {@code docs/measurement.md}. */
final class FigureTask {
  private final Histograms histograms;

  FigureTask(Histograms histograms) {
    this.histograms = histograms;
  }

  Figures figures(List<Interval> totals, Optional<LatencyMeaning> meaning) {
    RequestSums sums = new RequestSums(histograms);
    totals.forEach(sums::add);
    return sums.figures(meaning);
  }
}
