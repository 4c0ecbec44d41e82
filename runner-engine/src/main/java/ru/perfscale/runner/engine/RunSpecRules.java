package ru.perfscale.runner.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a {@link RunSpec} must be like. */
final class RunSpecRules {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");
  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,254}");

  /** Longer than any run, short enough for arithmetic in nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(3_650);

  /** The shell that starts the tool cannot pass these on. */
  private static final Set<String> SHELL_OWN =
      Set.of("BASHOPTS", "BASH_VERSINFO", "EUID", "PPID", "SHELLOPTS", "UID");

  private RunSpecRules() {}

  static void check(RunSpec spec) {
    if (spec.script().isBlank()) {
      throw new IllegalArgumentException("script is blank; it must hold the tool's script");
    }
    if (spec.users().isPresent() && spec.users().getAsInt() < 1) {
      throw new IllegalArgumentException(
          "users is " + spec.users().getAsInt() + ", must be 1 or more");
    }
    spec.duration().ifPresent(value -> requirePositive("duration", value));
    requirePositive("timeLimit", spec.timeLimit());
    Duration grace = spec.grace();
    if (grace.isNegative() || grace.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("grace is " + grace + ", must be 0 … " + LONGEST);
    }
    spec.supervisorDeadline().ifPresent(RunSpecRules::requireSupervisorDeadline);
    requireNames("environment", spec.environment(), VARIABLE, "letters, digits and _");
    requireNames("parameters", spec.parameters(), PARAMETER, "letters, digits, _, . and -");
    requireNames("secrets", spec.secrets(), PARAMETER, "letters, digits, _, . and -");
    requireDistinct(spec);
  }

  private static void requirePositive(String field, Duration value) {
    if (value.isZero() || value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          field + " is " + value + ", must be above zero and at most " + LONGEST);
    }
  }

  /** Signs of life come once a second. */
  static void requireSupervisorDeadline(Duration deadline) {
    if (deadline.compareTo(Duration.ofSeconds(2)) < 0 || deadline.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "supervisorDeadline is " + deadline + ", must be 2 s … " + LONGEST);
    }
  }

  private static void requireNames(
      String field, Map<String, String> values, Pattern names, String characters) {
    values.forEach(
        (name, value) -> {
          requireNonNull(value, () -> field + " has no value for " + name);
          if (!names.matcher(name).matches() || SHELL_OWN.contains(name)) {
            throw new IllegalArgumentException(
                "%s has '%s'; a name is %s, not %s".formatted(field, name, characters, SHELL_OWN));
          }
          if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                "the value of "
                    + name
                    + " in "
                    + field
                    + " has a NUL character; none can be passed"
                    + " on");
          }
        });
  }

  private static void requireDistinct(RunSpec spec) {
    Set<String> seen = new HashSet<>(spec.environment().keySet());
    for (Map<String, String> values : List.of(spec.parameters(), spec.secrets())) {
      for (String name : values.keySet()) {
        if (!seen.add(name)) {
          throw new IllegalArgumentException(
              name + " is given twice: as parameter, secret or environment; give it once");
        }
      }
    }
    Set<String> files = new HashSet<>();
    for (DataFile file : spec.dataFiles()) {
      if (!files.add(file.name())) {
        throw new IllegalArgumentException(
            "two data files are named '" + file.name() + "'; each needs a name of its own");
      }
    }
  }
}
