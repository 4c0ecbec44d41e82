package ru.perfscale.runner.engine.criteria;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Series;

/**
 * The requests that a tool's own criterion is about, in any phase of the run.
 *
 * @param kind their kind
 * @param label their label; empty for any
 * @param outcome what became of them; empty for any
 */
public record Selection(Kind kind, Optional<String> label, Optional<Outcome> outcome) {
  public Selection {
    requireNonNull(kind, "kind");
    requireNonNull(label, "label");
    requireNonNull(outcome, "outcome");
  }

  /** Whether the service times of a series belong to it. */
  public boolean has(Series series) {
    return series.measure() == Measure.SERVICE
        && series.kind() == kind
        && label.map(series.label()::equals).orElse(true)
        && outcome.map(series.outcome()::equals).orElse(true);
  }
}
