package ru.perfscale.runner.engine.criteria;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import ru.perfscale.runner.engine.summary.Figures;

/** A figure that a criterion is about. */
public sealed interface Metric {
  /** A percentile of the durations, in milliseconds; above 0, at most 100. */
  record Percentile(double percentile) implements Metric {
    public Percentile {
      if (!(percentile > 0 && percentile <= 100)) {
        throw new IllegalArgumentException(
            "percentile is " + percentile + ", must be above 0 and at most 100");
      }
    }

    @Override
    public String toString() {
      return "p" + BigDecimal.valueOf(percentile).stripTrailingZeros().toPlainString();
    }
  }

  /** Any other figure by its name. */
  record Named(Name name) implements Metric {
    public Named {
      requireNonNull(name, "name");
    }

    @Override
    public String toString() {
      return name.text;
    }
  }

  /** The figures that have a name. */
  enum Name {
    /** The shortest duration, ms. */
    MIN("min", Unit.MILLISECONDS),
    /** The mean duration, ms. */
    MEAN("mean", Unit.MILLISECONDS),
    /** The longest duration, ms. */
    MAX("max", Unit.MILLISECONDS),
    /** Errors ÷ requests, 0 … 1. */
    ERROR_RATE("error_rate", Unit.SHARE),
    /** Requests a second. */
    RPS("rps", Unit.PLAIN),
    /** Requests. */
    COUNT("count", Unit.PLAIN),
    /** Failed requests. */
    ERRORS("errors", Unit.PLAIN);

    final String text;
    final Unit unit;

    Name(String text, Unit unit) {
      this.text = text;
      this.unit = unit;
    }
  }

  /** What its values are counted in. */
  default Unit unit() {
    return switch (this) {
      case Percentile percentile -> Unit.MILLISECONDS;
      case Named named -> named.name().unit;
    };
  }

  /** Its value; empty when there is nothing that it could be computed from. */
  default Optional<BigDecimal> of(Figures figures) {
    return switch (this) {
      case Percentile wanted -> figures.percentile(wanted.percentile());
      case Named named ->
          switch (named.name()) {
            case MIN -> figures.min();
            case MEAN -> figures.mean();
            case MAX -> figures.max();
            case ERROR_RATE -> exact(figures.errorRate());
            case RPS -> exact(figures.requestsPerSecond());
            case COUNT -> Optional.of(BigDecimal.valueOf(figures.count()));
            case ERRORS -> Optional.of(BigDecimal.valueOf(figures.errors()));
          };
    };
  }

  private static Optional<BigDecimal> exact(OptionalDouble value) {
    return value.isPresent()
        ? Optional.of(BigDecimal.valueOf(value.getAsDouble()))
        : Optional.empty();
  }
}
