package ru.perfscale.bootstrap.results;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import ru.perfscale.runner.engine.HealthSummary;
import ru.perfscale.runner.engine.RunResult;
import ru.perfscale.runner.engine.SampleCounts;
import ru.perfscale.runner.engine.summary.Summary;

/** What to know before trusting the figures. */
final class Warnings {
  private static final double MUCH_STEAL = 0.05;
  private static final Duration LONG_STALL = Duration.ofSeconds(1);

  private Warnings() {}

  static List<String> of(RunResult result, Summary summary) {
    List<String> warnings = new ArrayList<>(result.warnings());
    warnings.addAll(of(result.counts(), summary));
    result.health().ifPresent(health -> addHealth(health, warnings));
    if (result.stop().killed() > 0) {
      warnings.add(
          CountText.of(result.stop().killed())
              + (result.stop().killed() == 1 ? " process was" : " processes were")
              + " left at the end and had to be killed");
    }
    if (!result.stop().nothingLeft()) {
      warnings.add("a process of the run may be left: look for one before the next run");
    }
    return warnings;
  }

  private static void addHealth(HealthSummary health, List<String> warnings) {
    if (health.steal() >= MUCH_STEAL) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "the hypervisor took up to %.0f %% of the processors away in a second",
              100 * health.steal()));
    }
    if (health.stall().compareTo(LONG_STALL) >= 0) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "this machine did not let the measuring thread run for up to %.1f s",
              health.stall().toMillis() / 1000.0));
    }
  }

  static List<String> of(SampleCounts counts, Summary summary) {
    List<String> warnings = new ArrayList<>();
    if (!summary.labelsComplete()) {
      warnings.add(
          "more than 1,000 labels appeared: the rest is in 'other', and no label but the total is"
              + " certain to be complete");
    }
    if (summary.total().untimed() > 0) {
      warnings.add(
          CountText.of(summary.total().untimed())
              + " requests got no answer and have no duration: they are errors, and in no"
              + " percentile");
    }
    if (counts.clamped() > 0) {
      warnings.add(
          CountText.of(counts.clamped()) + " durations were outside of 0 … 73 min and were cut");
    }
    if (counts.skewed() > 0) {
      warnings.add(
          CountText.of(counts.skewed())
              + " requests carried a time over 5 s from their arrival; the seconds they were put"
              + " into are those of their arrival");
    }
    return warnings;
  }
}
