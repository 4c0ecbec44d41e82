package ru.perfscale.bootstrap.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import ru.perfscale.bootstrap.settings.Nearest;

/** Says in one line what is wrong with a command line, and names the nearest thing that exists. */
final class WrongArguments implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    command.getErr().println("perfscale: " + explain(wrong, command));
    command
        .getErr()
        .println("See ./perfscale" + path(command.getCommandSpec().qualifiedName()) + " --help");
    return PerfscaleCommand.CANNOT;
  }

  private static String path(String qualifiedName) {
    return qualifiedName.substring("perfscale".length());
  }

  private static String explain(ParameterException wrong, CommandLine command) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return wrong.getMessage();
    }
    String word = unmatched.getUnmatched().getFirst();
    if (word.startsWith("-")) {
      String name = word.split("=", 2)[0];
      return "there is no option " + name + meant(name, options(command));
    }
    List<String> commands = new ArrayList<>(command.getSubcommands().keySet());
    return commands.isEmpty()
        ? "'" + word + "' is one argument too many"
        : "there is no command '" + word + "'" + meant(word, commands);
  }

  private static List<String> options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .map(OptionSpec::longestName)
        .toList();
  }

  private static String meant(String word, List<String> known) {
    Optional<String> nearest = Nearest.to(word, known);
    return nearest.map(name -> "; did you mean " + name + "?").orElse("");
  }
}
