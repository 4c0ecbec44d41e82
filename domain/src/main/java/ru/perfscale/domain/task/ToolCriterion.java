package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A rule that a script has in its tool's own language and leaves to be judged on the exact figures,
 * such as a threshold of k6. It is judged on what all machines of a task measured together.
 *
 * @param text as the script has it
 * @param requests what it is about, in any phase of the run
 * @param figure {@code p50}, {@code p99.9} or any other percentile, {@code min, mean, max} in
 *     milliseconds, {@code error_rate} 0 … 1, {@code rps, count, errors}
 * @param comparator how the figure must stand to the limit
 * @param limit in the figure's unit
 */
public record ToolCriterion(
    String text, Requests requests, String figure, String comparator, BigDecimal limit) {
  private static final Pattern FIGURE =
      Pattern.compile(
          "p(100|[1-9]?[0-9](\\.[0-9]{1,6})?)|min|mean|max|error_rate|rps|count|errors");
  private static final Pattern NO_PERCENTILE = Pattern.compile("p0(\\.0*)?");
  private static final Pattern COMPARATOR = Pattern.compile("[<>]=?|==");

  /** Requests of one kind; of any label or outcome where those are empty. */
  public record Requests(
      Series.Kind kind, Optional<String> label, Optional<Series.Outcome> outcome) {
    public Requests {
      requireNonNull(kind);
      requireNonNull(label);
      requireNonNull(outcome);
    }
  }

  public ToolCriterion {
    requireNonNull(text);
    requireNonNull(requests);
    if (!isFigure(figure) || !isComparator(comparator)) {
      throw new IllegalArgumentException("Not a criterion: " + figure + " " + comparator);
    }
    requireNonNull(limit);
  }

  /** Whether that is the name of a figure. */
  public static boolean isFigure(String figure) {
    return FIGURE.matcher(figure).matches() && !NO_PERCENTILE.matcher(figure).matches();
  }

  /** Whether that is one of {@code < <= > >= ==}. */
  public static boolean isComparator(String comparator) {
    return COMPARATOR.matcher(comparator).matches();
  }
}
