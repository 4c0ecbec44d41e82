package ru.perfscale.runner.engine.tool;

import java.util.List;
import ru.perfscale.runner.engine.LogTail;

/** Picks lines out of a tool's log for a message. */
final class LogLines {
  private static final int MAX_LENGTH = 2_000;

  private LogLines() {}

  /** The last lines that are not blank, oldest first, at most 2,000 characters. */
  static String last(LogTail log, int count) {
    List<String> lines = log.text().lines().filter(line -> !line.isBlank()).toList();
    return shorten(
        String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size())));
  }

  static String shorten(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
  }
}
