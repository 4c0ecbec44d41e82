package ru.perfscale.domain.task;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The default criterion on errors, which holds where the script sets none.
 *
 * @param below the error rate must be below this, above 0, at most 1
 */
public record ErrorCriterion(double below) {
  public static final ErrorCriterion DEFAULT = new ErrorCriterion(0.05);

  public ErrorCriterion {
    if (!(below > 0 && below <= 1)) {
      throw new IllegalArgumentException("An error rate's bound is above 0, at most 1: " + below);
    }
  }

  Optional<Reason> judge(double errorRate) {
    if (errorRate < below) {
      return Optional.empty();
    }
    return Optional.of(
        new Reason(
            Reason.Code.ERROR_RATE,
            percent(errorRate)
                + " % of the requests failed; passing needs less than "
                + percent(below)
                + " %"));
  }

  private static String percent(double rate) {
    return BigDecimal.valueOf(rate).movePointRight(2).stripTrailingZeros().toPlainString();
  }
}
