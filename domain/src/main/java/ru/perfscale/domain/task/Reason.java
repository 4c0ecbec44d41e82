package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Locale;

/**
 * Why a task did not pass; the same codes for every tool.
 *
 * @param message for a person: what was found, and what would have been right
 */
public record Reason(Code code, String message) {
  /** What kind of reason. */
  public enum Code {
    CRITERION,
    TOOL_CRITERION,
    ERROR_RATE,
    NO_SAMPLES,
    SCRIPT_ERROR,
    TOOL_FAILED,
    TOOL_MISSING,
    AGENT_LOST,
    INCOMPLETE,
    INVALID,
    START_FAILED;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Code parse(String name) {
      return Arrays.stream(values())
          .filter(code -> code.wireName().equals(name))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("Not a reason code: '" + name + "'"));
    }
  }

  /** The same with whose words it is; nothing is added where that needs no telling. */
  Reason said(String by) {
    return by.isEmpty() ? this : new Reason(code, by + ": " + message);
  }

  public Reason {
    requireNonNull(code);
    requireNonNull(message);
  }
}
