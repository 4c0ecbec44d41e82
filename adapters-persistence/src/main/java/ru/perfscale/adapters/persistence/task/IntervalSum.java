package ru.perfscale.adapters.persistence.task;

import ru.perfscale.application.task.Histograms;
import ru.perfscale.domain.task.Tally;

/** Rows of one series added up. One row alone is neither decoded nor encoded. */
final class IntervalSum {
  private final Histograms histograms;
  private Tally tally = Tally.NONE;
  private byte[] only;
  private Histograms.Sum sum;

  IntervalSum(Histograms histograms) {
    this.histograms = histograms;
  }

  void add(Tally more, byte[] histogram) {
    tally = tally.plus(more);
    if (only == null && sum == null) {
      only = histogram;
      return;
    }
    if (sum == null) {
      sum = histograms.sum();
      sum.add(only);
      only = null;
    }
    sum.add(histogram);
  }

  Tally tally() {
    return tally;
  }

  byte[] histogram() {
    return sum == null ? only : sum.encoded();
  }
}
