package ru.perfscale.bootstrap.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import ru.perfscale.adapters.http.json.DurationText;
import ru.perfscale.bootstrap.settings.Settings;
import ru.perfscale.bootstrap.settings.Version;
import ru.perfscale.runner.engine.Share;
import ru.perfscale.runner.engine.criteria.Criterion;

/** {@code perfscale}: what its commands have in common. */
@Command(
    name = "perfscale",
    description = "Load tests with exact percentiles, on your own machines.",
    versionProvider = PerfscaleCommand.Versions.class,
    subcommands = {
      RunCommand.class,
      ReportCommand.class,
      UpCommand.class,
      DemoCommand.class,
      ServeCommand.class,
      AgentCommand.class,
      ToolsCommand.class,
      DoctorCommand.class,
      VersionCommand.class
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:it worked; for run, report and demo: the load test passed",
      "1:for run, report and demo: the load test did not pass",
      "2:it could not be done; the message says why",
      "130:stopped by Ctrl-C",
      "143:stopped by SIGTERM"
    })
public final class PerfscaleCommand {
  /** It could not be done. */
  static final int CANNOT = 2;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Settings file (default: perfscale.properties in the working directory).")
  private Path config;

  @Option(
      names = "--offline",
      scope = ScopeType.INHERIT,
      description = "Fetch no load tool: use what is on PATH and in the cache.")
  private boolean offline;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help message and exit.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print version information and exit.")
  private boolean version;

  /**
   * @return the exit code
   */
  public static int execute(String[] args) {
    CommandLine line = new CommandLine(new PerfscaleCommand());
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          command.getErr().println("perfscale: " + explain(failure));
          return CANNOT;
        });
    line.setParameterExceptionHandler(new WrongArguments());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.registerConverter(Duration.class, PerfscaleCommand::duration);
    line.registerConverter(Share.class, PerfscaleCommand::share);
    line.registerConverter(Criterion.class, PerfscaleCommand::criterion);
    if (args.length == 0) {
      line.usage(line.getErr());
      return CANNOT;
    }
    return line.execute(args);
  }

  private static Duration duration(String text) {
    return converted(text, DurationText::parse);
  }

  private static Share share(String text) {
    return converted(text, Share::parse);
  }

  private static Criterion criterion(String text) {
    return converted(text, Criterion::parse);
  }

  private static <T> T converted(String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException("'" + text + "': " + e.getMessage());
    }
  }

  boolean offline() {
    return offline;
  }

  /** Reads the settings and sets logging up. */
  Settings settings(String logLevel) {
    Settings settings =
        Settings.load(
            Optional.ofNullable(config), Path.of("perfscale.properties"), System.getenv());
    Logging.configure(settings, logLevel);
    settings.warnings().forEach(warning -> System.err.println("perfscale: " + warning));
    return settings;
  }

  private static String explain(Exception failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /** For {@code --version}. */
  static final class Versions implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"perfscale " + Version.current()};
    }
  }
}
