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
import ru.perfscale.runner.engine.End;
import ru.perfscale.runner.engine.Means;
import ru.perfscale.runner.engine.RunListener;
import ru.perfscale.runner.engine.internal.health.HealthProbe;
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

  private final Job job;
  private final Isolation isolation;
  private final RunDirectory directory;
  private final Limits limits;
  private Optional<Cgroup> cgroup = Optional.empty();
  private RunProcess process;
  private RunStreams streams;
  private SecondTicker ticker;
  private DiskWatch disk;

  Launch(Job job, Isolation isolation, RunDirectory directory, Limits limits) {
    this.job = job;
    this.isolation = isolation;
    this.directory = directory;
    this.limits = limits;
  }

  ActiveRun start(
      Optional<ToolInstallation> installed, RunListener listener, Consumer<ActiveRun> onEnd)
      throws IOException, InterruptedException {
    LoadTool tool = job.tool();
    String name = job.threadName();
    BlockingQueue<RunEvent> events = new LinkedBlockingQueue<>();
    Consumer<String> fail = message -> events.add(new RunEvent.StopAsked(End.FAILED, message));
    disk = DiskWatch.start(name + "-disk", directory.path(), limits.diskBytes(), fail);
    ToolInstallation installation =
        installed.orElseGet(() -> new ToolInstallation(tool.name(), "", directory.home()));
    Invocation invocation = tool.prepare(installation, job.spec(), directory.home());
    WorkFiles.place(job.spec(), directory.home());
    directory.makePipes();
    Path program = Path.of(invocation.command().getFirst());
    Reach.require(isolation, List.of(directory.home(), installation.home(), program));
    directory.writeEnvironment(
        ToolEnvironment.of(job.id(), tool, job.spec(), installation, invocation, directory));

    cgroup = makeCgroup();
    RunProcess.Hold hold = new RunProcess.Hold(isolation.means(), job.mark(), cgroup);
    process = new RunProcess(name + "-supervisor", command(invocation), hold, events);
    process.awaitReady();
    HealthProbe health = new HealthProbe(process.usage(), () -> streams.takeBacklog());
    RunClock clock = job.spec().secondZero().map(RunClock::since).orElseGet(RunClock::startNow);
    streams = new RunStreams(name, directory, invocation.samples(), clock, fail);
    ScriptCriteria criteria = new ScriptCriteria(tool, directory.home(), streams.collector());
    RunListener judging = criteria.before(listener, reason -> events.add(breach(reason)));
    ticker = SecondTicker.start(name + "-seconds", streams.collector(), clock, judging, health);
    process.startTool();
    RunParts parts = new RunParts(job, clock, directory, process, streams, criteria, ticker, disk);
    return new ActiveRun(parts, events, onEnd);
  }

  /** The run comes to an end of its own kind: its script has it so. */
  private static RunEvent breach(String reason) {
    return new RunEvent.StopAsked(End.COMPLETED, reason);
  }

  private Optional<Cgroup> makeCgroup() throws IOException {
    try {
      return isolation.cgroup(job.id());
    } catch (IOException e) {
      if (isolation.means() == Means.CGROUP) {
        throw e;
      }
      LOG.warn("Run {} has no cgroup; what its processes use is read from /proc", job.id(), e);
      return Optional.empty();
    }
  }

  private List<String> command(Invocation invocation) {
    Duration life = job.spec().supervisorDeadline().orElse(limits.supervisorDeadline());
    BigDecimal deadline = BigDecimal.valueOf(life.toMillis(), 3);
    LoadTool tool = job.tool();
    boolean listens = tool.gracefulStop() == GracefulStop.STOP_LINE;
    boolean csv = invocation.samples() == SampleSource.STDOUT_CSV;
    List<String> command = new ArrayList<>(isolation.supervisorPrefix());
    command.addAll(
        List.of(
            "bash",
            directory.script("supervisor.sh").toString(),
            mode(),
            deadline.toPlainString(),
            job.mark(),
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
            Integer.toString(PROCESS_LIMIT + 2 * Math.min(job.spec().users().orElse(0), 1_000_000)),
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
    if (ticker != null) {
      undo(ticker::finish);
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
