package ru.perfscale.bootstrap.local;

import java.util.Optional;
import ru.perfscale.bootstrap.terminal.Signals;
import ru.perfscale.runner.engine.Run;

/**
 * Ctrl-C and its like: the first one ends the run as the tool wants to be ended, so that what was
 * measured is kept; the second one ends this process at once, and with it, by its supervisor, the
 * load.
 */
final class StopRequest {
  private final Thread preparing = Thread.currentThread();
  private Signals.Ending asked;
  private Run run;

  synchronized void ask(Signals.Ending ending) {
    if (asked != null) {
      Runtime.getRuntime().halt(ending.exitCode());
    }
    asked = ending;
    if (run == null) {
      preparing.interrupt();
    } else {
      run.cancel();
    }
  }

  synchronized void attach(Run started) {
    run = started;
    if (asked != null) {
      Thread.interrupted();
      run.cancel();
    }
  }

  synchronized Optional<Signals.Ending> asked() {
    return Optional.ofNullable(asked);
  }
}
