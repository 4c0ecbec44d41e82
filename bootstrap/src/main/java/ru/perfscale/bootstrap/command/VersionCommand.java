package ru.perfscale.bootstrap.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import ru.perfscale.bootstrap.settings.Version;

/** Says what this is and what it runs on. */
@Command(name = "version", description = "Print the version, the JDK and the platform.")
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine()
        .getOut()
        .printf(
            "perfscale %s%nJDK %s (%s)%n%s %s%n",
            Version.current(),
            Runtime.version(),
            System.getProperty("java.vendor"),
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
    return 0;
  }
}
