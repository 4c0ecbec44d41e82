package ru.perfscale.bootstrap.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import ru.perfscale.bootstrap.results.Outcome;
import ru.perfscale.bootstrap.results.ResultJson;
import ru.perfscale.bootstrap.results.ResultText;
import ru.perfscale.bootstrap.terminal.Terminal;
import ru.perfscale.runner.engine.criteria.Criterion;

/** What the commands that show a result have in common: what to judge it by, and its form. */
final class JudgingOptions {
  @Option(
      names = "--criteria",
      paramLabel = "RULE",
      description = {
        "What must hold to pass, such as 'p95 < 500ms', 'error_rate < 1%%', 'rps >= 100', or for one"
            + " label '[login] p99.9 <= 2s'; may be repeated.",
        "Where no rule is about errors, fewer than 5 %% may fail."
      })
  private List<Criterion> criteria = new ArrayList<>();

  @Option(
      names = "--json",
      description =
          "Write the result to standard output as one JSON object; all else to standard error.")
  private boolean json;

  List<Criterion> criteria() {
    return criteria;
  }

  void print(Outcome outcome, Map<String, String> environment) {
    Terminal people =
        json ? Terminal.standardError(environment) : Terminal.standardOutput(environment);
    ResultText.print(outcome, people);
    if (json) {
      Terminal.standardOutput(environment).printRaw(ResultJson.of(outcome));
    }
  }
}
