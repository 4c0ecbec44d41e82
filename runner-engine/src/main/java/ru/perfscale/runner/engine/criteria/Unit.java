package ru.perfscale.runner.engine.criteria;

import java.math.BigDecimal;
import java.util.Optional;

/** What values of a metric are counted in. */
public enum Unit {
  /** Milliseconds; limits may also be given in seconds. */
  MILLISECONDS,
  /** A share of the whole, 0 … 1; limits may also be given in per cent. */
  SHARE,
  /** A number. */
  PLAIN;

  /** A limit with its suffix in this unit; empty if the suffix belongs to another. */
  Optional<BigDecimal> read(BigDecimal number, String suffix) {
    return switch (this) {
      case MILLISECONDS ->
          switch (suffix) {
            case "", "ms" -> Optional.of(number);
            case "s" -> Optional.of(number.movePointRight(3));
            default -> Optional.empty();
          };
      case SHARE ->
          switch (suffix) {
            case "" -> Optional.of(number);
            case "%" -> Optional.of(number.movePointLeft(2));
            default -> Optional.empty();
          };
      case PLAIN -> suffix.isEmpty() ? Optional.of(number) : Optional.empty();
    };
  }

  String show(BigDecimal value) {
    return switch (this) {
      case MILLISECONDS -> plain(value) + " ms";
      case SHARE -> plain(value.movePointRight(2)) + " %";
      case PLAIN -> plain(value);
    };
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
