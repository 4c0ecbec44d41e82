package ru.perfscale.runner.engine.internal.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import ru.perfscale.runner.engine.RunListener;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.StartFailed;
import ru.perfscale.runner.engine.internal.process.Isolation;
import ru.perfscale.runner.engine.internal.process.Leftovers;
import ru.perfscale.runner.engine.internal.process.RunDirectory;
import ru.perfscale.runner.engine.tool.LoadTool;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** Turns a specification into running processes, or leaves nothing behind. */
final class RunStarter {
  private final Path workDirectory;
  private final Supplier<Isolation> probe;
  private final Limits limits;
  private Isolation isolation;

  /**
   * Makes a starter; nothing happens before the first run.
   *
   * @param probe finds out what the machine offers, once
   */
  RunStarter(Path workDirectory, Supplier<Isolation> probe, Limits limits) {
    this.workDirectory = workDirectory;
    this.probe = probe;
    this.limits = limits;
  }

  /**
   * Starts a run.
   *
   * @param tool its driver
   * @param installed where the tool is; empty for one that needs no installation
   * @param onEnd hears of its end
   */
  ActiveRun start(
      LoadTool tool,
      Optional<ToolInstallation> installed,
      RunSpec spec,
      RunListener listener,
      Consumer<ActiveRun> onEnd) {
    Isolation held = isolation();
    String id = UUID.randomUUID().toString();
    RunDirectory directory = RunDirectory.create(workDirectory, id, held.user());
    Launch launch = new Launch(new Job(id, tool, spec), held, directory, limits);
    try {
      return launch.start(installed, listener, onEnd);
    } catch (IOException e) {
      launch.undo();
      throw new StartFailed("Cannot start " + tool.name() + ": " + e, e);
    } catch (InterruptedException e) {
      launch.undo();
      Thread.currentThread().interrupt();
      throw new StartFailed("Interrupted while starting " + tool.name(), e);
    } catch (RuntimeException e) {
      launch.undo();
      throw e;
    }
  }

  private synchronized Isolation isolation() {
    if (isolation == null) {
      Isolation probed = probe.get();
      removeLeftovers(probed);
      isolation = probed;
    }
    return isolation;
  }

  private void removeLeftovers(Isolation probed) {
    try {
      Leftovers.remove(workDirectory, probed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailed("Interrupted while removing what earlier runs have left", e);
    }
  }
}
