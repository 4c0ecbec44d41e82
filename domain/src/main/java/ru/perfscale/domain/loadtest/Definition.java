package ru.perfscale.domain.loadtest;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * What a load test runs. Whether the script is any good is the tool's to judge, in a run.
 *
 * @param name 1–200 characters, not blank
 * @param script not blank, at most 1 MiB in UTF-8
 * @param dataFiles what the script reads, at most 20 files with 5 MiB together, none in the way of
 *     another
 */
public record Definition(
    String name, Tool tool, String script, Load load, Limits limits, List<DataFile> dataFiles) {
  /** The most bytes that a script may have in UTF-8. */
  public static final int MOST_SCRIPT_BYTES = 1 << 20;

  public Definition {
    checkName(name);
    requireNonNull(tool);
    checkScript(script);
    requireNonNull(load);
    requireNonNull(limits);
    dataFiles = List.copyOf(dataFiles);
    checkDataFiles(dataFiles);
  }

  /** Without data files, with the usual contact limit. */
  public Definition(String name, Tool tool, String script, Load load, Duration timeLimit) {
    this(name, tool, script, load, Limits.DEFAULT.withTime(timeLimit), List.of());
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
    return new Definition(newName, tool, script, load, limits, dataFiles);
  }

  public Definition withScript(String newScript) {
    return new Definition(name, tool, newScript, load, limits, dataFiles);
  }

  public Definition withLoad(Load newLoad) {
    return new Definition(name, tool, script, newLoad, limits, dataFiles);
  }

  public Definition limitedTo(Limits newLimits) {
    return new Definition(name, tool, script, load, newLimits, dataFiles);
  }

  public Definition reading(List<DataFile> newDataFiles) {
    return new Definition(name, tool, script, load, limits, newDataFiles);
  }

  private static void checkDataFiles(List<DataFile> files) {
    if (files.size() > DataFile.MOST_FILES
        || files.stream().mapToLong(DataFile::bytes).sum() > DataFile.MOST_BYTES) {
      throw new IllegalArgumentException(
          "must have at most " + DataFile.MOST_FILES + " data files, of at most 5 MiB together");
    }
    for (int i = 1; i < files.size(); i++) {
      if (files.subList(0, i).stream().anyMatch(files.get(i)::isInTheWayOf)) {
        throw new IllegalArgumentException(
            "must have no data file in the way of another: " + files.get(i).name());
      }
    }
  }
}
