package ru.perfscale.runner.engine.results;

import java.time.Duration;
import ru.perfscale.runner.engine.LatencyMeaning;

/** The files that can be read. */
public enum Format {
  /** What JMeter writes with {@code -l}, as CSV: whole milliseconds, connecting included. */
  JMETER_CSV(
      "JMeter JTL in CSV",
      "elapsed: from just before the request to the end of the response, connecting included",
      Duration.ofMillis(1)),
  /** What k6 writes with {@code --out csv=FILE}. */
  K6_CSV(
      "k6 CSV",
      "sending + waiting + receiving, without connecting (http_req_duration)",
      Duration.ofNanos(1)),
  /** What k6 writes with {@code --out json=FILE}: one JSON object a line. */
  K6_JSON("k6 JSON", K6_CSV.meaning, Duration.ofNanos(1)),
  /** The binary {@code simulation.log} of Gatling 3.15: whole milliseconds. */
  GATLING_LOG(
      "Gatling simulation.log",
      "from the start of the request to the end of the response",
      Duration.ofMillis(1)),
  /**
   * An HdrHistogram interval log; its values are taken for nanoseconds. Figures are as fine as the
   * histograms in it, and a window takes or leaves whole intervals.
   */
  HDR_LOG(
      "HdrHistogram log",
      "as recorded by whoever wrote the histograms, in nanoseconds",
      Duration.ofNanos(1));

  private final String words;
  private final String meaning;
  private final Duration resolution;

  Format(String words, String meaning, Duration resolution) {
    this.words = words;
    this.meaning = meaning;
    this.resolution = resolution;
  }

  /** What the durations in such a file are. */
  public LatencyMeaning latency() {
    return new LatencyMeaning(meaning, resolution);
  }

  /** For people. */
  @Override
  public String toString() {
    return words;
  }
}
