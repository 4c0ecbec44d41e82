package ru.perfscale.runner.engine.internal.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import ru.perfscale.runner.engine.Run;
import ru.perfscale.runner.engine.RunListener;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.ToolMissing;
import ru.perfscale.runner.engine.internal.process.Isolation;
import ru.perfscale.runner.engine.tool.LoadTool;
import ru.perfscale.runner.engine.tool.ToolFinder;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** The runs of one engine. Safe for use by several threads. */
public final class Runs {
  private final ToolFinder finder;
  private final Map<String, LoadTool> drivers;
  private final RunStarter starter;
  private final Set<ActiveRun> active = ConcurrentHashMap.newKeySet();
  private boolean closed;
  private int starting;

  public Runs(
      Path workDirectory,
      ToolFinder finder,
      List<LoadTool> drivers,
      Supplier<Isolation> probe,
      Limits limits) {
    this.finder = finder;
    this.drivers =
        drivers.stream()
            .collect(Collectors.toMap(LoadTool::name, Function.identity(), (first, last) -> last));
    starter = new RunStarter(workDirectory, probe, limits);
  }

  public Run start(RunSpec spec, RunListener listener) {
    enter();
    try {
      LoadTool tool = driver(spec.tool());
      Optional<ToolInstallation> installed =
          tool.needsInstallation() ? Optional.of(finder.find(tool.name())) : Optional.empty();
      ActiveRun run = starter.start(tool, installed, spec, listener, active::remove);
      active.add(run);
      run.begin();
      return run;
    } finally {
      leave();
    }
  }

  private LoadTool driver(String name) {
    LoadTool driver = drivers.get(name);
    if (driver == null) {
      throw new ToolMissing(
          name,
          "There is no tool '"
              + name
              + "'; the engine can drive "
              + String.join(", ", drivers.keySet().stream().sorted().toList()));
    }
    return driver;
  }

  private synchronized void enter() {
    if (closed) {
      throw new IllegalStateException("The engine is closed; build a new one");
    }
    starting++;
  }

  private synchronized void leave() {
    starting--;
    notifyAll();
  }

  /** Cancels everything, also what is just being started, and waits for its end. */
  public void close() {
    boolean interrupted = false;
    synchronized (this) {
      closed = true;
      while (starting > 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    Set<ActiveRun> left = Set.copyOf(active);
    left.forEach(Run::cancel);
    for (ActiveRun run : left) {
      interrupted |= run.joinUninterruptibly();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
