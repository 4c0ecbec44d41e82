package ru.perfscale.bootstrap.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import ru.perfscale.bootstrap.embedded.EmbeddedStack;
import ru.perfscale.bootstrap.embedded.StackSettings;
import ru.perfscale.bootstrap.settings.Settings;

/** Everything embedded that is not set, in the foreground. */
@Command(
    name = "up",
    description = "Start everything that is not set, in the foreground, until Ctrl-C.")
final class UpCommand implements Callable<Integer> {
  @ParentCommand private PerfscaleCommand parent;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Instant begun = Instant.now();
    Settings settings = parent.settings("INFO");
    Configuration configuration = new Configuration(settings);
    StackSettings stackSettings =
        new StackSettings(
            configuration.http(),
            configuration.directories(),
            configuration.database(),
            configuration.daysToKeep(),
            configuration.keycloak("claim"),
            configuration.development(),
            configuration.journalBytes(),
            configuration.tenantConcurrency());
    try (UntilStopped untilStopped = new UntilStopped();
        EmbeddedStack stack =
            EmbeddedStack.start(
                stackSettings, configuration.tools(parent.offline()), untilStopped::isAsked)) {
      Welcome.print(out(), stack, stackSettings, Duration.between(begun, Instant.now()));
      untilStopped.await();
      out().println("Stopping…");
    }
    return 0;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
