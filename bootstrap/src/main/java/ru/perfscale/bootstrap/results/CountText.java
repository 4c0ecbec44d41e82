package ru.perfscale.bootstrap.results;

import java.math.BigDecimal;
import java.util.Locale;
import ru.perfscale.domain.task.Figures;

/** Counts and shares for people. */
public final class CountText {
  private CountText() {}

  /** With commas between thousands. */
  public static String of(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Two decimals, and never 0 or 100 unless it is exactly that. */
  public static String percent(long part, long all) {
    if (part == 0 || all == 0) {
      return "0";
    }
    if (part == all) {
      return "100";
    }
    double percent = Figures.errorRate(part, all) * 100;
    if (percent < 0.01) {
      return "<0.01";
    }
    return percent > 99.99
        ? ">99.99"
        : BigDecimal.valueOf(Math.round(percent * 100), 2).toPlainString();
  }
}
