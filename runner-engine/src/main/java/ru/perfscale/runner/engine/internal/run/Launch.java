package ru.perfscale.runner.engine.internal.run;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.runner.engine.Means;
import ru.perfscale.runner.engine.RunListener;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.internal.process.Isolation;
import ru.perfscale.runner.engine.internal.process.Reach;
import ru.perfscale.runner.engine.internal.process.RunDirectory;
import ru.perfscale.runner.engine.tool.GracefulStop;
import ru.perfscale.runner.engine.tool.Invocation;
import ru.perfscale.runner.engine.tool.LoadTool;
import ru.perfscale.runner.engine.tool.SampleSource;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** The start of one run, step by step, and the way back. */
final class Launch {
  private static final Logger LOG = LoggerFactory.getLogger(Launch.class);

  /** Bounds a fork bomb. Threads count, too, hence the room for users. */
  private static final int PROCESS_LIMIT = 4_096;

  private final String id;
  private final LoadTool tool;
  private final RunSpec spec;
  private final Isolation isolation;
  private final RunDirectory directory;
  private final Duration supervisorDeadline;
  private RunProcess process;
  private RunStreams streams;

  Launch(
      String id,
      LoadTool tool,
      RunSpec spec,
      Isolation isolation,
      RunDirectory directory,
      Duration supervisorDeadline) {
    this.id = id;
    this.tool = tool;
    this.spec = spec;
    this.isolation = isolation;
    this.directory = directory;
    this.supervisorDeadline = supervisorDeadline;
  }

  ActiveRun start(
      Optional<ToolInstallation> installed, RunListener listener, Consumer<ActiveRun> onEnd)
      throws IOException, InterruptedException {
    ToolInstallation installation =
        installed.orElseGet(() -> new ToolInstallation(tool.name(), "", directory.home()));
    Invocation invocation = tool.prepare(installation, spec, directory.home());
    WorkFiles.place(spec, directory.home());
    directory.makePipes();
    Path program = Path.of(invocation.command().getFirst());
    Reach.require(isolation, List.of(directory.home(), installation.home(), program));
    directory.writeEnvironment(
        ToolEnvironment.of(id, tool, spec, installation, invocation, directory));

    String name = "perfscale-" + id.substring(0, 8);
    BlockingQueue<RunEvent> events = new LinkedBlockingQueue<>();
    process =
        new RunProcess(
            name + "-supervisor", command(invocation), isolation.means(), mark(), events);
    process.awaitReady();
    RunClock clock = RunClock.startNow();
    streams = new RunStreams(name, directory, tool.sampleSource(), clock, listener);
    process.startTool();
    RunParts parts =
        new RunParts(id, spec, tool, isolation.means(), clock, directory, process, streams, onEnd);
    return new ActiveRun(name, parts, events);
  }

  private String mark() {
    return "PERFSCALE_RUN=" + id;
  }

  private List<String> command(Invocation invocation) {
    boolean byNamespace = isolation.means() == Means.PID_NAMESPACE;
    BigDecimal deadline = BigDecimal.valueOf(supervisorDeadline.toMillis(), 3);
    boolean listens = tool.gracefulStop() == GracefulStop.STOP_LINE;
    boolean csv = tool.sampleSource() == SampleSource.STDOUT_CSV;
    List<String> command = new ArrayList<>(isolation.supervisorPrefix());
    command.addAll(
        List.of(
            "bash",
            directory.script("supervisor.sh").toString(),
            byNamespace ? "namespace" : "group",
            deadline.toPlainString(),
            mark(),
            directory.path().toString()));
    command.addAll(isolation.toolPrefix());
    command.addAll(
        List.of(
            "bash",
            directory.script("launch.sh").toString(),
            directory.home().toString(),
            listens ? directory.standardInput().toString() : "/dev/null",
            csv ? directory.samples().toString() : "-",
            directory.log().toString(),
            Integer.toString(PROCESS_LIMIT + 2 * Math.min(spec.users().orElse(0), 1_000_000))));
    command.addAll(invocation.command());
    return command;
  }

  /** Ends and deletes what there is already. */
  void undo() {
    try {
      if (process != null) {
        process.end();
      }
      if (streams != null) {
        streams.finish();
      }
      directory.delete();
    } catch (IOException e) {
      LOG.warn("Something of a run that did not start is left in {}", directory.path(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("Interrupted: something of a run is left in {}", directory.path());
    }
  }
}
