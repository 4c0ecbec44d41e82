package ru.perfscale.hooks.jmeter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ru.perfscale.hooks.launch.ScriptRefused;

/** A plan that JMeter cannot run; the message is JMeter's own, without its dumps of internals. */
final class PlanRefused extends ScriptRefused {
  private static final long serialVersionUID = 1L;
  private static final Pattern DUMP =
      Pattern.compile("(\\s*Detail:\\S*)?\\s*---- Debugging information ----.*", Pattern.DOTALL);
  private static final Pattern LINE = Pattern.compile("line number\\s*:\\s*(\\d+)");

  PlanRefused(String message) {
    super(message);
  }

  private PlanRefused(String message, Throwable cause) {
    super(message, cause);
  }

  static PlanRefused because(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PlanRefused refused) {
        return refused;
      }
    }
    List<String> messages = new ArrayList<>();
    String line = "";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String full = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
      Matcher number = LINE.matcher(full);
      if (line.isEmpty() && number.find()) {
        line = " (line " + number.group(1) + " of the plan)";
      }
      String message = DUMP.matcher(full).replaceFirst("").strip().replaceAll("\\s*\\n\\s*", " ");
      if (!message.isEmpty() && messages.stream().noneMatch(earlier -> earlier.contains(message))) {
        messages.add(message);
      }
    }
    return new PlanRefused(String.join(": ", messages) + line, failure);
  }
}
