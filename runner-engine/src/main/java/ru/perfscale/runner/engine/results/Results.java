package ru.perfscale.runner.engine.results;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.SampleCounts;
import ru.perfscale.runner.engine.summary.Summary;

/**
 * What is in some result files, merged by adding histograms: the same whatever the order of the
 * files, and equal to one recorder that saw everything.
 *
 * @param totals the samples inside the window by series
 * @param counts counts of the samples inside the window; {@code malformed} is over the whole files,
 *     {@code late} and {@code skewed} are 0
 * @param outside samples that ended before or after the window
 * @param latency what the durations are; of files of several formats, the coarsest resolution
 * @param files each file, in the order given
 */
public record Results(
    List<LatencySnapshot> totals,
    SampleCounts counts,
    long outside,
    LatencyMeaning latency,
    List<ReadFile> files) {
  public Results {
    totals = List.copyOf(totals);
    requireNonNull(counts, "counts");
    requireNonNull(latency, "latency");
    files = List.copyOf(files);
  }

  /** The requests in figures: counts, rates and percentiles, in total and by label. */
  public Summary summary() {
    return Summary.of(totals, latency, counts.labelsComplete());
  }

  /** When the first sample inside the window started; empty when there is none. */
  public Optional<Instant> firstStart() {
    return totals.stream()
        .map(LatencySnapshot::firstStartNanos)
        .min(Long::compare)
        .map(Nanos::instant);
  }

  /** When the last sample inside the window ended; empty when there is none. */
  public Optional<Instant> lastEnd() {
    return totals.stream()
        .map(LatencySnapshot::lastEndNanos)
        .max(Long::compare)
        .map(Nanos::instant);
  }
}
