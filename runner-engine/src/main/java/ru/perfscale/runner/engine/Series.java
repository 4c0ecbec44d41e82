package ru.perfscale.runner.engine;

import static java.util.Objects.requireNonNull;

/**
 * The key under which samples are added up.
 *
 * @param label the request's name: NFC, at most 256 bytes of UTF-8 (longer ones are cut and end
 *     with a hash), {@code other} for every label after the first 1,000 of a run
 * @param kind its protocol
 * @param outcome whether the tool judged it good
 * @param phase setup, main or teardown
 * @param measure service time or response time
 */
public record Series(String label, Kind kind, Outcome outcome, Phase phase, Measure measure) {
  public Series {
    requireNonNull(label, "label");
    requireNonNull(kind, "kind");
    requireNonNull(outcome, "outcome");
    requireNonNull(phase, "phase");
    requireNonNull(measure, "measure");
  }
}
