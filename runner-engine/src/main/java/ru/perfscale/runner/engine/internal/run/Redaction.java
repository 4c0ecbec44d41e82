package ru.perfscale.runner.engine.internal.run;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import ru.perfscale.runner.engine.LogTail;

/**
 * Hides the values of secrets in what a tool wrote. Values of fewer than four characters stay: they
 * would take half of the log with them.
 */
final class Redaction {
  private static final int SHORTEST = 4;
  private static final String HIDDEN = "***";

  private final List<String> values;

  Redaction(Collection<String> secrets) {
    // The longest first: one secret may hold another.
    values =
        secrets.stream()
            .filter(value -> value.length() >= SHORTEST)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  LogTail of(LogTail log) {
    String text = log.text();
    for (String value : values) {
      text = text.replace(value, HIDDEN);
    }
    return new LogTail(text, log.totalBytes(), log.cutBytes());
  }
}
