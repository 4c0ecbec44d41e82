package ru.perfscale.domain.loadtest;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a load test runs. Whether the script is any good is the tool's to judge, in a run.
 *
 * @param name 1–200 characters, not blank
 * @param script not blank, at most 1 MiB in UTF-8
 */
public record Definition(String name, Tool tool, String script, Load load, Limits limits) {
  /** The most bytes that a script may have in UTF-8. */
  public static final int MOST_SCRIPT_BYTES = 1 << 20;

  public Definition {
    checkName(name);
    requireNonNull(tool);
    checkScript(script);
    requireNonNull(load);
    requireNonNull(limits);
  }

  /** With the usual contact limit. */
  public Definition(String name, Tool tool, String script, Load load, Duration timeLimit) {
    this(name, tool, script, load, Limits.DEFAULT.withTime(timeLimit));
  }

  public static String checkName(String name) {
    if (name.isBlank() || name.codePointCount(0, name.length()) > 200) {
      throw new IllegalArgumentException("must be text of 1 to 200 characters");
    }
    if (name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("must be text without a NUL character");
    }
    return name;
  }

  public static String checkScript(String script) {
    if (script.isBlank() || script.getBytes(StandardCharsets.UTF_8).length > MOST_SCRIPT_BYTES) {
      throw new IllegalArgumentException("must be text that is not blank, at most 1 MiB in UTF-8");
    }
    if (script.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("must be text without a NUL character");
    }
    return script;
  }

  public Definition named(String newName) {
    return new Definition(newName, tool, script, load, limits);
  }

  public Definition withScript(String newScript) {
    return new Definition(name, tool, newScript, load, limits);
  }

  public Definition withLoad(Load newLoad) {
    return new Definition(name, tool, script, newLoad, limits);
  }

  public Definition limitedTo(Limits newLimits) {
    return new Definition(name, tool, script, load, newLimits);
  }
}
