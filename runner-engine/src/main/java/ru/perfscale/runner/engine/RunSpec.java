package ru.perfscale.runner.engine;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What to run. Immutable.
 *
 * <pre>{@code
 * RunSpec spec =
 *     RunSpec.builder("k6", script)
 *         .users(10)
 *         .duration(Duration.ofSeconds(30))
 *         .parameter("TARGET", "http://localhost:8000")
 *         .secret("API_TOKEN", token)
 *         .dataFile(DataFile.of(Path.of("users.csv")))
 *         .build();
 * }</pre>
 */
public final class RunSpec {
  private final String tool;
  private final String script;
  private final OptionalInt users;
  private final Optional<Duration> duration;
  private final Share share;
  private final Optional<Instant> secondZero;
  private final Map<String, String> parameters;
  private final Map<String, String> secrets;
  private final Map<String, String> environment;
  private final List<DataFile> dataFiles;
  private final Duration timeLimit;
  private final Duration grace;
  private final Optional<Duration> supervisorDeadline;

  private RunSpec(Builder builder) {
    tool = builder.tool;
    script = builder.script;
    users = builder.users;
    duration = builder.duration;
    share = builder.share;
    secondZero = builder.secondZero;
    parameters = Map.copyOf(builder.parameters);
    secrets = Map.copyOf(builder.secrets);
    environment = Map.copyOf(builder.environment);
    dataFiles = List.copyOf(builder.dataFiles);
    timeLimit = builder.timeLimit;
    grace = builder.grace;
    supervisorDeadline = builder.supervisorDeadline;
    RunSpecRules.check(this);
  }

  /**
   * Starts a specification with a time limit of 24 hours and a grace period of 10 seconds.
   *
   * @param tool {@code k6, jmeter, gatling, locust, artillery, custom} or the name of an added
   *     driver
   * @param script the script's text, as the tool reads it; for {@code custom} a script that starts
   *     with {@code #!}, or else a command line for {@code /bin/sh}
   */
  public static Builder builder(String tool, String script) {
    return new Builder(tool, script);
  }

  /**
   * As {@link #builder(String, String)}, with the script's text read from a file in UTF-8. Only
   * this file: what it imports or opens are {@link Builder#dataFile data files}.
   *
   * @throws IOException if it cannot be read
   */
  public static Builder builder(String tool, Path scriptFile) throws IOException {
    return new Builder(tool, Files.readString(scriptFile));
  }

  /** The tool's name. */
  public String tool() {
    return tool;
  }

  /** The script's text. */
  public String script() {
    return script;
  }

  /** Virtual users of the whole load, of all shares together; empty leaves it to the script. */
  public OptionalInt users() {
    return users;
  }

  /** How long to load; empty leaves it to the script. */
  public Optional<Duration> duration() {
    return duration;
  }

  /** Which part of the load this run is. */
  public Share share() {
    return share;
  }

  /**
   * From when the run's seconds and its time limit are counted; empty for the moment at which the
   * tool is started.
   */
  public Optional<Instant> secondZero() {
    return secondZero;
  }

  /**
   * Values for the script by name. Environment variables for every tool whose name for them allows
   * it; properties as well for tools that have such (JMeter's {@code ${__P(name)}}, Gatling's
   * system properties).
   */
  public Map<String, String> parameters() {
    return parameters;
  }

  /**
   * Parameters that nobody else may see: they reach the tool by its environment or by a file that
   * it alone may read, and are replaced by {@code ***} where the tool writes them into its log.
   */
  public Map<String, String> secrets() {
    return secrets;
  }

  /** Further variables of the tool's environment. */
  public Map<String, String> environment() {
    return environment;
  }

  /** Files that the script reads. */
  public List<DataFile> dataFiles() {
    return dataFiles;
  }

  /** After this the run is stopped and ends {@link End#TIMED_OUT}. */
  public Duration timeLimit() {
    return timeLimit;
  }

  /** How long the tool may take to stop when asked, before it is killed. */
  public Duration grace() {
    return grace;
  }

  /**
   * How long the run's supervisor waits for a sign of life of this JVM before it kills the load;
   * empty leaves it to the {@link LoadEngine.Builder#supervisorDeadline engine}.
   */
  public Optional<Duration> supervisorDeadline() {
    return supervisorDeadline;
  }

  /** Names variables, not their values: those may be secrets. */
  @Override
  public String toString() {
    return "RunSpec[tool=%s, users=%s, duration=%s, share=%s, parameters=%s, secrets=%s, "
            .formatted(tool, users, duration, share, parameters.keySet(), secrets.keySet())
        + "environment=%s, dataFiles=%s, timeLimit=%s, grace=%s]"
            .formatted(environment.keySet(), dataFiles, timeLimit, grace);
  }

  /** Collects a {@link RunSpec}; confined to one thread. */
  public static final class Builder {
    private final String tool;
    private final String script;
    private OptionalInt users = OptionalInt.empty();
    private Optional<Duration> duration = Optional.empty();
    private Share share = Share.WHOLE;
    private Optional<Instant> secondZero = Optional.empty();
    private final Map<String, String> parameters = new TreeMap<>();
    private final Map<String, String> secrets = new TreeMap<>();
    private final Map<String, String> environment = new TreeMap<>();
    private final List<DataFile> dataFiles = new ArrayList<>();
    private Duration timeLimit = Duration.ofHours(24);
    private Duration grace = Duration.ofSeconds(10);
    private Optional<Duration> supervisorDeadline = Optional.empty();

    private Builder(String tool, String script) {
      this.tool = requireNonNull(tool, "tool");
      this.script = requireNonNull(script, "script");
    }

    /** Virtual users of the whole load, 1 or more. */
    public Builder users(int count) {
      users = OptionalInt.of(count);
      return this;
    }

    /** How long to load. */
    public Builder duration(Duration length) {
      duration = Optional.of(length);
      return this;
    }

    /** Which part of the load this run is; the whole unless told. */
    public Builder share(Share part) {
      share = requireNonNull(part, "share");
      return this;
    }

    /**
     * Counts the run's seconds and its time limit from this instant by the machine's clock, shortly
     * before the start: that of a start in common with other machines, so that second 7 is the same
     * on all of them. One that is yet to come when the tool is started counts as that moment.
     */
    public Builder secondZero(Instant instant) {
      secondZero = Optional.of(instant);
      return this;
    }

    /** Adds one value for the script. */
    public Builder parameter(String name, String value) {
      parameters.put(name, value);
      return this;
    }

    /** Adds values for the script. */
    public Builder parameters(Map<String, String> values) {
      parameters.putAll(values);
      return this;
    }

    /** Adds one value for the script that nobody else may see. */
    public Builder secret(String name, String value) {
      secrets.put(name, value);
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

    /** Adds a file that the script reads. */
    public Builder dataFile(DataFile file) {
      dataFiles.add(requireNonNull(file, "dataFile"));
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

    /** How long the load may outlive a JVM that is frozen; 2 s or more. */
    public Builder supervisorDeadline(Duration deadline) {
      supervisorDeadline = Optional.of(deadline);
      return this;
    }

    /**
     * The specification.
     *
     * @throws IllegalArgumentException naming the field, its value and what would be right
     */
    public RunSpec build() {
      return new RunSpec(this);
    }
  }
}
