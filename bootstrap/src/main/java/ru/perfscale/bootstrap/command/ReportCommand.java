package ru.perfscale.bootstrap.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import ru.perfscale.bootstrap.results.CountText;
import ru.perfscale.bootstrap.results.Judge;
import ru.perfscale.bootstrap.results.Outcome;
import ru.perfscale.bootstrap.terminal.Terminal;
import ru.perfscale.runner.engine.results.Format;
import ru.perfscale.runner.engine.results.ReadFile;
import ru.perfscale.runner.engine.results.ResultFiles;
import ru.perfscale.runner.engine.results.Results;
import ru.perfscale.runner.engine.results.Window;

/** Exact figures of results that exist already. */
@Command(
    name = "report",
    description = {
      "Show the exact figures of result files, merged into one: JMeter JTL (CSV), k6 CSV and JSON,",
      "Gatling simulation.log, HdrHistogram logs, each also gzipped. What a file is, is told by its",
      "content."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  perfscale report results.jtl",
      "  perfscale report machine1.jtl machine2.jtl.gz --skip 30s --criteria 'p99 < 1s'",
      "  perfscale report k6.csv --from 1m --to 6m",
      "  perfscale report results/today/histograms/*.hlog --json",
      "",
      "What ended before --from or at --to and later is left out."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:passed",
      "1:not passed; the reasons are in the result",
      "2:a file could not be read"
    })
final class ReportCommand implements Callable<Integer> {
  @ParentCommand private PerfscaleCommand parent;
  @Mixin private JudgingOptions judging;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "What a load tool has written.")
  private List<Path> files;

  @Option(
      names = "--skip",
      paramLabel = "TIME",
      description = "Leave out that much at the beginning, such as 30s; the same as --from.")
  private Duration skip = Duration.ZERO;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "Where to begin: so long after the first request (30s, 5m), or an instant"
              + " (2026-03-04T10:00:00Z).")
  private String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Where to end, given as --from is.")
  private String to;

  @Override
  public Integer call() {
    parent.settings("ERROR");
    Map<String, String> environment = System.getenv();
    Window window = WindowOptions.window(skip, Optional.ofNullable(from), Optional.ofNullable(to));
    Results results = ResultFiles.read(files, window);
    sayWhatWasRead(results, Terminal.standardError(environment));
    Outcome outcome = new Judge(judging.criteria()).results(results);
    if (results.files().stream().anyMatch(file -> file.format() == Format.HDR_LOG)) {
      outcome = outcome.warning("HdrHistogram logs do not tell errors: none of theirs is counted");
    }
    judging.print(outcome, environment);
    return outcome.exitCode();
  }

  private static void sayWhatWasRead(Results results, Terminal terminal) {
    for (ReadFile file : results.files()) {
      terminal.print(
          file.path()
              + ": "
              + file.format()
              + ", "
              + CountText.of(file.samples())
              + " requests"
              + (file.transactions() == 0
                  ? ""
                  : ", " + CountText.of(file.transactions()) + " transactions (not counted)"));
    }
    results
        .firstStart()
        .ifPresent(
            start ->
                terminal.print(
                    "from "
                        + start.truncatedTo(ChronoUnit.MILLIS)
                        + " to "
                        + results.lastEnd().orElse(start).truncatedTo(ChronoUnit.MILLIS)
                        + (results.outside() == 0
                            ? ""
                            : "; " + CountText.of(results.outside()) + " outside of the window")));
    terminal.print("");
  }
}
