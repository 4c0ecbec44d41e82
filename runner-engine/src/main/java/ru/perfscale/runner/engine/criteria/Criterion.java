package ru.perfscale.runner.engine.criteria;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ru.perfscale.runner.engine.summary.Figures;
import ru.perfscale.runner.engine.summary.Summary;

/**
 * A rule that a run must satisfy.
 *
 * <pre>{@code
 * Judgement judgement = Criterion.parse("p95 < 500ms").judge(result.summary());
 * if (!judgement.passed()) {
 *   throw new AssertionError(judgement.message());
 * }
 * }</pre>
 *
 * @param label the requests it is about; empty for all of them
 * @param metric the figure
 * @param comparator how the figure must stand to the limit
 * @param limit in the metric's {@linkplain Metric#unit() unit}
 * @param text as it was written
 */
public record Criterion(
    Optional<String> label, Metric metric, Comparator comparator, BigDecimal limit, String text) {
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*(?:\\[(?<label>.+)])?\\s*(?<metric>[A-Za-z_][A-Za-z_0-9.]*)\\s*"
              + "(?<comparator><=|>=|==|<|>)\\s*(?<number>\\d+(?:\\.\\d+)?)\\s*(?<suffix>ms|s|%)?\\s*");
  private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,3}(?:\\.\\d{1,6})?)");
  private static final String RIGHT =
      "such as 'p95 < 500ms', 'error_rate < 1%', 'rps >= 100' or '[login] p99.9 <= 2s'; "
          + "the figures are p50, p99.9 …, min, mean, max, error_rate, rps, count, errors";

  public Criterion {
    requireNonNull(label, "label");
    requireNonNull(metric, "metric");
    requireNonNull(comparator, "comparator");
    requireNonNull(limit, "limit");
    requireNonNull(text, "text");
  }

  /**
   * Reads {@code [label] figure comparator limit}; the label with its brackets may be left out.
   * Figures: {@code p50}, {@code p99.9} and any other percentile, {@code min, mean, max} (limits in
   * ms, or with the suffix {@code s}), {@code error_rate} (0 … 1, or with {@code %}), {@code rps,
   * count, errors}. Comparators: {@code < <= > >= ==}.
   *
   * @throws IllegalArgumentException saying what is wrong and what would be right
   */
  public static Criterion parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("criterion '" + text + "' cannot be read; it is " + RIGHT);
    }
    Metric metric = metric(form.group("metric"), text);
    String suffix = Optional.ofNullable(form.group("suffix")).orElse("");
    BigDecimal limit =
        metric
            .unit()
            .read(new BigDecimal(form.group("number")), suffix)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "criterion '%s' has the unit '%s', which %s is not counted in"
                            .formatted(text, suffix, metric)));
    return new Criterion(
        Optional.ofNullable(form.group("label")),
        metric,
        Comparator.of(form.group("comparator")),
        limit,
        text.strip());
  }

  private static Metric metric(String name, String text) {
    Matcher percentile = PERCENTILE.matcher(name);
    if (percentile.matches()) {
      double wanted = Double.parseDouble(percentile.group(1));
      if (wanted > 0 && wanted <= 100) {
        return new Metric.Percentile(wanted);
      }
    }
    for (Metric.Name known : Metric.Name.values()) {
      if (known.text.equals(name.toLowerCase(Locale.ROOT))) {
        return new Metric.Named(known);
      }
    }
    throw new IllegalArgumentException(
        "criterion '" + text + "' is about '" + name + "', which is no figure; it is " + RIGHT);
  }

  /** Whether it is about failed requests, so that no default rule on them is needed. */
  public boolean judgesErrors() {
    return metric instanceof Metric.Named named
        && (named.name() == Metric.Name.ERROR_RATE || named.name() == Metric.Name.ERRORS);
  }

  /** Applies it. A rule on a label that no request had, or on an empty figure, is not satisfied. */
  public Judgement judge(Summary summary) {
    Optional<Figures> figures =
        label.isPresent()
            ? Optional.ofNullable(summary.labels().get(label.get()))
            : Optional.of(summary.total());
    Optional<BigDecimal> value = figures.flatMap(metric::of);
    String subject = label.map(name -> "[" + name + "] " + metric).orElseGet(metric::toString);
    if (value.isEmpty()) {
      return new Judgement(this, false, subject + " was not measured, criterion " + text);
    }
    return new Judgement(
        this,
        comparator.holds(value.get(), limit),
        subject + " is " + metric.unit().show(value.get()) + ", criterion " + text);
  }
}
