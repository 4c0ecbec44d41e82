package ru.perfscale.bootstrap.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import ru.perfscale.bootstrap.local.LocalRun;
import ru.perfscale.bootstrap.terminal.Terminal;
import ru.perfscale.domain.task.Reason;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.Share;

/** A load test on this machine, without any server. */
@Command(
    name = "run",
    description = {
      "Run a load test on this machine, without any server, and show its result.",
      "Progress goes to standard error, the result to standard output."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  perfscale run shop.js --users 20 --duration 1m",
      "  perfscale run shop.js --criteria 'p95 < 500ms' --criteria '[login] p99 < 1s'",
      "  perfscale run plan.jmx --param host=shop.test --secret TOKEN --data u.csv",
      "  perfscale run locustfile.py --users 50 --duration 5m --out results/today",
      "  perfscale run shop.js --json > result.json",
      "",
      "Ctrl-C stops the tool gracefully and still shows what was measured; again: at once."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:passed",
      "1:not passed; the reasons are in the result",
      "2:could not run: wrong flag, missing tool, a script that the tool refuses",
      "130:stopped by Ctrl-C (143 by SIGTERM, 129 by SIGHUP)"
    })
final class RunCommand implements Callable<Integer> {
  private static final int LOG_LINES = 20;

  /** Reasons that the log of the tool may explain. */
  private static final Set<Reason.Code> LOG_TELLS =
      EnumSet.of(Reason.Code.TOOL_FAILED, Reason.Code.NO_SAMPLES, Reason.Code.ERROR_RATE);

  @ParentCommand private PerfscaleCommand parent;
  @Mixin private JudgingOptions judging;

  @Parameters(paramLabel = "SCRIPT", description = "The tool's script; - reads it from stdin.")
  private String script;

  @Option(
      names = "--tool",
      paramLabel = "NAME",
      description =
          "k6, jmeter, gatling, locust, artillery or custom (default: by the script's content).")
  private String tool;

  @Option(
      names = "--param",
      paramLabel = "NAME=VALUE",
      description = "A value for the script, as its tool takes such; may be repeated.")
  private List<String> parameters = new ArrayList<>();

  @Option(
      names = "--secret",
      paramLabel = "NAME[=@FILE]",
      description =
          "As --param, but never shown: the value of the environment variable NAME, or FILE's.")
  private List<String> secrets = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "FILE[:divided|:divided-after-header]",
      description =
          "A file that the script reads, found where it lies as seen from the script. Divided: each"
              + " share gets its own lines.")
  private List<String> data = new ArrayList<>();

  @Option(
      names = "--share",
      paramLabel = "I/N",
      description = "Produce the I-th of N equal parts of the load.")
  private Share share = Share.WHOLE;

  @Option(names = "--users", paramLabel = "N", description = "Virtual users.")
  private Integer users;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      description = "How long to load: 500ms, 30s, 5m, 1h.")
  private Duration duration;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      description = "Stop the run after that time, and let it fail (default: 24h).")
  private Duration timeLimit = Duration.ofHours(24);

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Write summary.json, seconds.csv, histogram logs and the tool's log into this directory,"
              + " which must be empty or new.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Configuration configuration = new Configuration(parent.settings("ERROR"));
    Map<String, String> environment = System.getenv();
    Terminal progress = Terminal.standardError(environment);
    Script read = Script.read(script, Optional.ofNullable(tool));
    LocalRun.Plan plan =
        new LocalRun.Plan(
            spec(read, environment),
            read.tool() + " · " + read.name(),
            judging.criteria(),
            Optional.ofNullable(out));
    // Always the same place: what a run has to leave behind when it is killed, the next one
    // removes.
    Path work = configuration.directories().cache().resolve("runs");
    LocalRun.Ended ended =
        new LocalRun(configuration.tools(parent.offline()), work, progress).run(plan);
    sayWhy(ended, progress);
    judging.print(ended.outcome(), environment);
    return ended.exitCode();
  }

  private RunSpec spec(Script read, Map<String, String> environment) throws IOException {
    RunSpec.Builder spec =
        RunSpec.builder(read.tool(), read.text()).share(share).timeLimit(timeLimit);
    Optional.ofNullable(users).ifPresent(spec::users);
    Optional.ofNullable(duration).ifPresent(spec::duration);
    for (String parameter : parameters) {
      NamedValue value = NamedValue.parameter(parameter);
      spec.parameter(value.name(), value.value());
    }
    for (String secret : secrets) {
      NamedValue value = NamedValue.secret(secret, environment);
      spec.secret(value.name(), value.value());
    }
    DataOption option = new DataOption(read.directory());
    for (String file : data) {
      option.files(file).forEach(spec::dataFile);
    }
    return spec.build();
  }

  /** The tool's last words, where the verdict hangs on them and does not quote them. */
  private static void sayWhy(LocalRun.Ended ended, Terminal terminal) {
    List<Reason> reasons = ended.outcome().verdict().reasons();
    boolean matters = reasons.stream().map(Reason::code).anyMatch(LOG_TELLS::contains);
    if (!matters || ended.log().isEmpty()) {
      return;
    }
    List<String> lines = ended.log().get().text().lines().filter(line -> !line.isBlank()).toList();
    lines.stream()
        .skip(Math.max(0, lines.size() - LOG_LINES))
        .filter(line -> reasons.stream().noneMatch(reason -> reason.message().contains(line)))
        .forEach(line -> terminal.print("  | " + line));
  }
}
