package ru.perfscale.runner.engine;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.runner.engine.internal.process.Isolation;
import ru.perfscale.runner.engine.internal.run.Limits;
import ru.perfscale.runner.engine.internal.run.Runs;
import ru.perfscale.runner.engine.tool.LoadTool;
import ru.perfscale.runner.engine.tool.LoadTools;
import ru.perfscale.runner.engine.tool.ToolFinder;

/**
 * Runs load tests with their real tools. One engine serves many runs at once; several engines do
 * not disturb each other.
 *
 * <pre>{@code
 * ToolFinder tools = ToolFinder.of(new ToolInstallation("k6", "2.2.0", Path.of("/usr/bin/k6")));
 * try (LoadEngine engine = LoadEngine.builder().tools(tools).build()) {
 *   RunSpec spec = RunSpec.builder("k6", script).users(10).duration(Duration.ofMinutes(1)).build();
 *   Run run = engine.start(spec, second -> System.out.println(second.second() + " s"));
 *   RunResult result = run.result().join();
 *   System.out.println(result.end() + ", " + result.counts().samples() + " requests");
 * }
 * }</pre>
 *
 * <p>Every run has its own work directory, deleted afterwards, a clean environment, and a
 * supervisor process that ends the load when this JVM dies or stops giving signs of life. When the
 * JVM is root, tools run as an unprivileged user.
 */
public final class LoadEngine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoadEngine.class);

  private final Path workDirectory;
  private final boolean ownDirectory;
  private final Runs runs;

  private LoadEngine(Builder builder) {
    Optional<RunUser> runAs = builder.runAs;
    Optional<Means> means = builder.means;
    ownDirectory = builder.workDirectory == null;
    workDirectory = ownDirectory ? temporaryDirectory() : builder.workDirectory;
    runs =
        new Runs(
            workDirectory,
            builder.tools,
            builder.drivers,
            () -> Isolation.probe(runAs, means),
            new Limits(builder.supervisorDeadline, builder.diskLimit));
  }

  /** Nobody can guess its name, and so make it before the first run does. */
  private static Path temporaryDirectory() {
    return Path.of(System.getProperty("java.io.tmpdir"), "perfscale-" + UUID.randomUUID())
        .toAbsolutePath();
  }

  /** Starts the configuration of an engine. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts a run and returns once the tool's process is there.
   *
   * @param spec what to run
   * @param listener hears each second of it
   * @throws ToolMissing if the tool is unknown or not installed
   * @throws StartFailed if its process cannot be started; says why and what to do
   * @throws IllegalStateException if the engine is closed
   */
  public Run start(RunSpec spec, RunListener listener) {
    return runs.start(requireNonNull(spec, "spec"), requireNonNull(listener, "listener"));
  }

  /** As {@link #start(RunSpec, RunListener)}, for those who wait for the result alone. */
  public Run start(RunSpec spec) {
    return start(spec, second -> {});
  }

  /**
   * Cancels all runs, waits for their ends, and leaves no thread, process or file behind. May be
   * called again, and by a shutdown hook.
   */
  @Override
  public void close() {
    runs.close();
    if (ownDirectory) {
      try {
        Files.deleteIfExists(workDirectory);
      } catch (IOException e) {
        LOG.warn("cannot delete the work directory {}: {}", workDirectory, e.toString());
      }
    }
  }

  /** Configures an engine; confined to one thread. */
  public static final class Builder {
    private Path workDirectory;
    private ToolFinder tools;
    private final List<LoadTool> drivers = new ArrayList<>(LoadTools.builtIn());
    private Optional<RunUser> runAs = Optional.empty();
    private Optional<Means> means = Optional.empty();
    private long diskLimit = 2L << 30;
    private Duration supervisorDeadline = Duration.ofSeconds(10);

    private Builder() {}

    /**
     * Where runs have their directories; created when missing. The user that tools run as must be
     * able to enter it and every directory above. Unless told, a directory below {@code
     * java.io.tmpdir} that goes away when the engine is closed.
     */
    public Builder workDirectory(Path directory) {
      workDirectory = requireNonNull(directory, "workDirectory").toAbsolutePath().normalize();
      return this;
    }

    /** Says where tools are installed. Required. */
    public Builder tools(ToolFinder finder) {
      tools = requireNonNull(finder, "tools");
      return this;
    }

    /** Adds a driver, or replaces the one of the same name. */
    public Builder driver(LoadTool driver) {
      drivers.add(requireNonNull(driver, "driver"));
      return this;
    }

    /**
     * The user that tools run as. Without it they run as {@link RunUser#NOBODY} when the JVM is
     * root, and as the JVM's own user when it is not.
     */
    public Builder runAs(RunUser user) {
      runAs = Optional.of(user);
      return this;
    }

    /**
     * What is to hold the processes of runs together; without it the strongest means that the
     * machine allows. Where it does not allow this one, {@link LoadEngine#start} throws {@link
     * StartFailed}.
     */
    public Builder means(Means only) {
      means = Optional.of(only);
      return this;
    }

    /**
     * How long the supervisor of a run waits for a sign of life of this JVM (there is one a second)
     * before it kills the load; 10 s unless told. The end of the JVM needs no deadline: it is
     * noticed at once.
     */
    public Builder supervisorDeadline(Duration deadline) {
      RunSpecRules.requireSupervisorDeadline(deadline);
      supervisorDeadline = deadline;
      return this;
    }

    /**
     * How many bytes the files of one run may take; 2 GiB unless told. No single file grows beyond
     * it, and a run whose files together take more (looked at every two seconds) is stopped and
     * ends {@link End#FAILED}. So is one whose file system has less than 64 MB left.
     */
    public Builder diskLimit(long bytes) {
      if (bytes < 1 << 20) {
        throw new IllegalArgumentException(
            "diskLimit is " + bytes + " bytes, must be 1048576 (1 MiB) or more");
      }
      diskLimit = bytes;
      return this;
    }

    /**
     * The engine. Nothing is created or started yet.
     *
     * @throws IllegalStateException naming what is missing
     */
    public LoadEngine build() {
      if (tools == null) {
        throw new IllegalStateException("tools is not set; ToolFinder.of(…) makes one");
      }
      return new LoadEngine(this);
    }
  }
}
