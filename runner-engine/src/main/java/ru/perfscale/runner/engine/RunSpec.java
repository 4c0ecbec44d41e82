package ru.perfscale.runner.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What to run.
 *
 * <pre>{@code
 * RunSpec spec = RunSpec.builder("k6", script).users(10).duration(Duration.ofSeconds(30)).build();
 * }</pre>
 *
 * @param tool {@code k6, jmeter, gatling, locust, artillery} or {@code custom}
 * @param script the script's text, as the tool reads it; for {@code custom} a script that starts
 *     with {@code #!}, or else a command line for {@code /bin/sh}
 * @param users virtual users; empty leaves it to the script
 * @param duration how long to load; empty leaves it to the script
 * @param environment variables of the tool, secrets included: they never appear in a command line
 * @param timeLimit after this the run is stopped and ends {@link End#TIMED_OUT}
 * @param grace how long the tool may take to stop when asked, before it is killed
 */
public record RunSpec(
    String tool,
    String script,
    OptionalInt users,
    Optional<Duration> duration,
    Map<String, String> environment,
    Duration timeLimit,
    Duration grace) {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");

  /** Longer than any run, short enough for arithmetic in nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(3_650);

  /** The shell that starts the tool cannot pass these on. */
  private static final Set<String> SHELL_OWN =
      Set.of("BASHOPTS", "BASH_VERSINFO", "EUID", "PPID", "SHELLOPTS", "UID");

  public RunSpec {
    requireNonNull(tool, "tool");
    requireNonNull(script, "script");
    requireNonNull(users, "users");
    requireNonNull(duration, "duration");
    if (script.isBlank()) {
      throw new IllegalArgumentException("script is blank; it must hold the tool's script");
    }
    if (users.isPresent() && users.getAsInt() < 1) {
      throw new IllegalArgumentException("users is " + users.getAsInt() + ", must be 1 or more");
    }
    duration.ifPresent(value -> requirePositive("duration", value));
    requirePositive("timeLimit", timeLimit);
    if (grace.isNegative() || grace.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("grace is " + grace + ", must be 0 … " + LONGEST);
    }
    environment = Map.copyOf(environment);
    environment.forEach(RunSpec::requireVariable);
  }

  private static void requirePositive(String field, Duration value) {
    if (value.isZero() || value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          field + " is " + value + ", must be above zero and at most " + LONGEST);
    }
  }

  private static void requireVariable(String name, String value) {
    if (!VARIABLE.matcher(name).matches() || SHELL_OWN.contains(name)) {
      throw new IllegalArgumentException(
          "environment has '" + name + "'; a name is letters, digits and _, not " + SHELL_OWN);
    }
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "environment variable " + name + " has a NUL character; none can be passed on");
    }
  }

  /** Names the environment's variables, not their values: those may be secrets. */
  @Override
  public String toString() {
    return "RunSpec[tool=%s, users=%s, duration=%s, environment=%s, timeLimit=%s, grace=%s]"
        .formatted(tool, users, duration, environment.keySet(), timeLimit, grace);
  }

  /** Starts a specification with a time limit of 24 hours and a grace period of 10 seconds. */
  public static Builder builder(String tool, String script) {
    return new Builder(tool, script);
  }

  /** Collects a {@link RunSpec}; confined to one thread. */
  public static final class Builder {
    private final String tool;
    private final String script;
    private OptionalInt users = OptionalInt.empty();
    private Optional<Duration> duration = Optional.empty();
    private final Map<String, String> environment = new TreeMap<>();
    private Duration timeLimit = Duration.ofHours(24);
    private Duration grace = Duration.ofSeconds(10);

    private Builder(String tool, String script) {
      this.tool = requireNonNull(tool, "tool");
      this.script = requireNonNull(script, "script");
    }

    /** Virtual users, 1 or more. */
    public Builder users(int count) {
      users = OptionalInt.of(count);
      return this;
    }

    /** How long to load. */
    public Builder duration(Duration length) {
      duration = Optional.of(length);
      return this;
    }

    /** Adds one variable to the tool's environment. */
    public Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** Adds variables to the tool's environment. */
    public Builder environment(Map<String, String> variables) {
      environment.putAll(variables);
      return this;
    }

    /** After this the run is stopped. */
    public Builder timeLimit(Duration limit) {
      timeLimit = limit;
      return this;
    }

    /** Between the request to stop and the kill. */
    public Builder grace(Duration length) {
      grace = length;
      return this;
    }

    /**
     * The specification.
     *
     * @throws IllegalArgumentException naming the field, its value and what would be right
     */
    public RunSpec build() {
      return new RunSpec(tool, script, users, duration, environment, timeLimit, grace);
    }
  }
}
