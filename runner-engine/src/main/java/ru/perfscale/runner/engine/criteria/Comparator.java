package ru.perfscale.runner.engine.criteria;

import java.math.BigDecimal;

/** How a measured value must stand to the limit. */
public enum Comparator {
  /** Below the limit. */
  LESS("<"),
  /** Below the limit or equal to it. */
  AT_MOST("<="),
  /** Above the limit. */
  GREATER(">"),
  /** Above the limit or equal to it. */
  AT_LEAST(">="),
  /** Equal to the limit, whatever the number of decimals. */
  EQUAL("==");

  private final String sign;

  Comparator(String sign) {
    this.sign = sign;
  }

  /** Whether the value satisfies it. */
  public boolean holds(BigDecimal value, BigDecimal limit) {
    int order = value.compareTo(limit);
    return switch (this) {
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case GREATER -> order > 0;
      case AT_LEAST -> order >= 0;
      case EQUAL -> order == 0;
    };
  }

  static Comparator of(String sign) {
    for (Comparator comparator : values()) {
      if (comparator.sign.equals(sign)) {
        return comparator;
      }
    }
    throw new IllegalArgumentException("there is no comparator '" + sign + "'");
  }

  @Override
  public String toString() {
    return sign;
  }
}
