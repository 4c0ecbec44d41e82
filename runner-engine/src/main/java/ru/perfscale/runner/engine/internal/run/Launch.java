package ru.perfscale.runner.engine.internal.run;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.runner.engine.End;
import ru.perfscale.runner.engine.Means;
import ru.perfscale.runner.engine.RunListener;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.internal.process.Cgroup;
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
  private final Limits limits;
  private Optional<Cgroup> cgroup = Optional.empty();
  private RunProcess process;
  private RunStreams streams;
  private DiskWatch disk;

  Launch(
      String id,
      LoadTool tool,
      RunSpec spec,
      Isolation isolation,
      RunDirectory directory,
      Limits limits) {
    this.id = id;
    this.tool = tool;
    this.spec = spec;
    this.isolation = isolation;
    this.directory = directory;
    this.limits = limits;
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
    Consumer<String> fail = message -> events.add(new RunEvent.StopAsked(End.FAILED, message));
    disk = DiskWatch.start(name + "-disk", directory.path(), limits.diskBytes(), fail);
    cgroup = makeCgroup();
    RunProcess.Hold hold = new RunProcess.Hold(isolation.means(), mark(), cgroup);
    process = new RunProcess(name + "-supervisor", command(invocation), hold, events);
    process.awaitReady();
    RunClock clock = RunClock.startNow();
    streams = new RunStreams(name, directory, invocation.samples(), clock, listener, fail);
    process.startTool();
    RunParts parts = new RunParts(id, spec, tool, clock, directory, process, streams, disk);
    return new ActiveRun(name, parts, events, onEnd);
  }

  private Optional<Cgroup> makeCgroup() throws IOException {
    try {
      return isolation.cgroup(id);
    } catch (IOException e) {
      if (isolation.means() == Means.CGROUP) {
        throw e;
      }
      LOG.warn("Run {} has no cgroup; what its processes use is read from /proc", id, e);
      return Optional.empty();
    }
  }

  private String mark() {
    return "PERFSCALE_RUN=" + id;
  }

  private List<String> command(Invocation invocation) {
    BigDecimal deadline = BigDecimal.valueOf(limits.supervisorDeadline().toMillis(), 3);
    boolean listens = tool.gracefulStop() == GracefulStop.STOP_LINE;
    boolean csv = invocation.samples() == SampleSource.STDOUT_CSV;
    List<String> command = new ArrayList<>(isolation.supervisorPrefix());
    command.addAll(
        List.of(
            "bash",
            directory.script("supervisor.sh").toString(),
            mode(),
            deadline.toPlainString(),
            mark(),
            directory.path().toString(),
            cgroup.map(made -> made.path().toString()).orElse("-")));
    command.addAll(isolation.toolPrefix());
    command.addAll(
        List.of(
            "bash",
            directory.script("launch.sh").toString(),
            directory.home().toString(),
            listens ? directory.standardInput().toString() : "/dev/null",
            csv ? directory.samples().toString() : "-",
            directory.log().toString(),
            Integer.toString(PROCESS_LIMIT + 2 * Math.min(spec.users().orElse(0), 1_000_000)),
            Long.toString(Math.max(1, limits.diskBytes() / 1_024))));
    command.addAll(invocation.command());
    return command;
  }

  private String mode() {
    return switch (isolation.means()) {
      case PID_NAMESPACE -> "namespace";
      case CGROUP -> "cgroup";
      case PROCESS_GROUP -> "group";
    };
  }

  /** Ends and deletes what there is already, each part whatever becomes of the others. */
  void undo() {
    if (process != null) {
      undo(process::end);
    } else {
      cgroup.ifPresent(made -> undo(made::remove));
    }
    if (streams != null) {
      undo(streams::finish);
    }
    if (disk != null) {
      undo(disk::finish);
    }
    undo(directory::delete);
  }

  /** One part of the way back. */
  private interface Undoing {
    void undo() throws IOException, InterruptedException;
  }

  private void undo(Undoing part) {
    try {
      part.undo();
    } catch (IOException | RuntimeException e) {
      LOG.warn("Something of a run that did not start is left in {}", directory.path(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("Interrupted: something of a run is left in {}", directory.path());
    }
  }
}
