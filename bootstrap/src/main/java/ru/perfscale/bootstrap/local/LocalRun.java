package ru.perfscale.bootstrap.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import ru.perfscale.bootstrap.results.Judge;
import ru.perfscale.bootstrap.results.Outcome;
import ru.perfscale.bootstrap.terminal.Signals;
import ru.perfscale.bootstrap.terminal.Terminal;
import ru.perfscale.bootstrap.tools.InstallFailed;
import ru.perfscale.bootstrap.tools.MachineTools;
import ru.perfscale.domain.task.Reason;
import ru.perfscale.runner.engine.LoadEngine;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.Run;
import ru.perfscale.runner.engine.RunResult;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.StartFailed;
import ru.perfscale.runner.engine.ToolMissing;
import ru.perfscale.runner.engine.criteria.Criterion;
import ru.perfscale.runner.engine.tool.ToolFinder;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/**
 * One load test on this machine, from its tool's installation to its judged result.
 *
 * <pre>{@code
 * LocalRun.Ended ended = new LocalRun(tools, directory, Terminal.standardError(env)).run(plan);
 * System.exit(ended.exitCode());
 * }</pre>
 *
 * <p>While it runs it hears the signals that end a program; one instance at a time.
 */
public final class LocalRun {
  private static final long FRAME_MILLIS = 250;

  private final MachineTools tools;
  private final Path workDirectory;
  private final Terminal terminal;
  private final StopRequest stop = new StopRequest();

  /**
   * @param workDirectory whose sub-directories the user that tools run as can enter
   * @param terminal where progress is shown
   */
  public LocalRun(MachineTools tools, Path workDirectory, Terminal terminal) {
    this.tools = tools;
    this.workDirectory = workDirectory;
    this.terminal = terminal;
  }

  /**
   * What to do.
   *
   * @param title names the run while it goes on
   * @param out where the files of the result go
   */
  public record Plan(RunSpec spec, String title, List<Criterion> criteria, Optional<Path> out) {
    public Plan {
      criteria = List.copyOf(criteria);
    }
  }

  /**
   * What came of it.
   *
   * @param log what the tool wrote; empty when it never ran
   * @param exitCode what this program is to end with
   */
  public record Ended(Outcome outcome, Optional<LogTail> log, int exitCode) {}

  /** Returns when the load is over and the files are written. */
  public Ended run(Plan plan) throws IOException {
    Signals signals = new Signals(stop::ask, terminal::measure);
    try {
      return plan.out().isPresent() ? recorded(plan, plan.out().get()) : unrecorded(plan);
    } finally {
      signals.close();
    }
  }

  private Ended unrecorded(Plan plan) {
    return ended(execute(plan, Recording.NONE), Optional.empty());
  }

  private Ended recorded(Plan plan, Path out) throws IOException {
    try (ResultDirectory directory = ResultDirectory.create(out)) {
      Executed executed = execute(plan, directory);
      directory.finish(executed.outcome(), executed.result());
      return ended(executed, directory.complaint());
    }
  }

  private Ended ended(Executed executed, Optional<String> complaint) {
    Outcome outcome = complaint.map(executed.outcome()::warning).orElse(executed.outcome());
    return new Ended(
        outcome,
        executed.result().map(RunResult::log),
        stop.asked().map(Signals.Ending::exitCode).orElse(outcome.exitCode()));
  }

  private record Executed(Outcome outcome, Optional<RunResult> result) {}

  private Executed execute(Plan plan, Recording record) {
    RunSpec spec = plan.spec();
    View view =
        terminal.interactive()
            ? new LiveView(terminal, plan.title(), spec.duration())
            : new PlainView(terminal);
    try {
      ToolFinder found = ready(spec.tool(), view);
      try (LoadEngine engine =
          LoadEngine.builder().workDirectory(workDirectory).tools(found).build()) {
        Progress progress = new Progress();
        Run run =
            engine.start(
                spec,
                second -> {
                  progress.onSecond(second);
                  record.onSecond(second);
                });
        progress.measuredIn(run.latency().resolution());
        record.begin(run.startedAt());
        stop.attach(run);
        RunResult result = watch(run, progress, view);
        Outcome outcome = new Judge(plan.criteria()).run(spec.tool(), result);
        return new Executed(
            progress.complaint().map(outcome::warning).orElse(outcome), Optional.of(result));
      }
    } catch (ToolMissing | InstallFailed e) {
      return notRun(Reason.Code.TOOL_MISSING, e.getMessage());
    } catch (StartFailed e) {
      return notRun(Reason.Code.START_FAILED, e.getMessage());
    } finally {
      view.end();
    }
  }

  private Executed notRun(Reason.Code code, String message) {
    Thread.interrupted(); // Whatever StopRequest wanted has come about.
    Outcome outcome =
        stop.asked().isPresent() ? Outcome.cancelled() : Outcome.notRun(code, message);
    return new Executed(outcome, Optional.empty());
  }

  /** A tool that is missing is installed, as {@code up} would. */
  private ToolFinder ready(String tool, View view) {
    if (tool.equals("custom")) {
      return tools;
    }
    ToolInstallation installed = tools.install(tool, view::say);
    return asked -> asked.equals(tool) ? installed : tools.find(asked);
  }

  private RunResult watch(Run run, Progress progress, View view) {
    long begun = System.nanoTime();
    while (true) {
      try {
        return run.result().get(FRAME_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        double elapsed = (System.nanoTime() - begun) / 1e9;
        view.show(progress.state(), elapsed, stop.asked().isPresent());
      } catch (InterruptedException e) {
        run.cancel(); // Only StopRequest interrupts, and it has nothing more to say.
      } catch (ExecutionException e) {
        throw new IllegalStateException("a run's result never fails", e);
      }
    }
  }
}
