package ru.perfscale.runner.engine.tool;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ru.perfscale.runner.engine.LogTail;

/** Picks lines out of a tool's log for a message. */
final class LogLines {
  private static final int MAX_LENGTH = 2_000;

  /** Possessive, because a line may be long. */
  private static final Pattern ERROR =
      Pattern.compile("level=(?:error|fatal) msg=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|(\\S++))");

  private LogLines() {}

  /** The last lines that are not blank, oldest first, at most 2,000 characters. */
  static String last(LogTail log, int count) {
    List<String> lines = log.text().lines().filter(line -> !line.isBlank()).toList();
    return shorten(
        String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size())));
  }

  /** The last messages of level error in a log of {@code key=value} lines, oldest first. */
  static List<String> errors(LogTail log, int count) {
    List<String> errors = ERROR.matcher(log.text()).results().map(LogLines::message).toList();
    return errors.subList(Math.max(0, errors.size() - count), errors.size());
  }

  private static String message(MatchResult found) {
    String quoted = found.group(1);
    return shorten(quoted == null ? found.group(2) : unescape(quoted));
  }

  private static String unescape(String quoted) {
    return Pattern.compile("\\\\(.)")
        .matcher(quoted)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    switch (escape.group(1)) {
                      case "n" -> "\n";
                      case "t" -> "\t";
                      default -> escape.group(1);
                    }))
        .strip();
  }

  static String shorten(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
  }
}
