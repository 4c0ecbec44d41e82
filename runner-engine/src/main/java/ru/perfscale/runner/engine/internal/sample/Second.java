package ru.perfscale.runner.engine.internal.sample;

import java.util.Arrays;

/** One second of a run: its accumulators by series number. */
final class Second {
  Accumulator[] series = new Accumulator[16];
  long late;
  long skewed;

  Accumulator of(int number) {
    if (number >= series.length) {
      series = Arrays.copyOf(series, Math.max(number + 1, series.length * 2));
    }
    Accumulator found = series[number];
    if (found == null) {
      found = new Accumulator();
      series[number] = found;
    }
    return found;
  }

  void add(Second other) {
    for (int number = 0; number < other.series.length; number++) {
      if (other.series[number] != null) {
        of(number).add(other.series[number]);
      }
    }
  }
}
