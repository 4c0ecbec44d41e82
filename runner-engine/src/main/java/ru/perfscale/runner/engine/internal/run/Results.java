package ru.perfscale.runner.engine.internal.run;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import ru.perfscale.runner.engine.End;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.RunResult;
import ru.perfscale.runner.engine.StopReport;
import ru.perfscale.runner.engine.ToolVerdict;

/** Puts a run's result together. */
final class Results {
  private Results() {}

  static RunResult of(
      RunParts parts, OptionalInt exitCode, Optional<Stop> stop, StopReport report) {
    ScriptJudgement script = ScriptJudgement.of(parts, parts.streams().collector().totals());
    ToolVerdict verdict =
        exitCode.isPresent() ? parts.tool().verdict(exitCode.getAsInt()) : ToolVerdict.TOOL_FAILED;
    boolean brokenAtTheEnd = verdict == ToolVerdict.PASSED && !script.broken().isEmpty();
    boolean endedByScript = stop.isPresent() && stop.get().end() == End.COMPLETED;
    if (brokenAtTheEnd || endedByScript) {
      verdict = ToolVerdict.CRITERION_FAILED;
    }
    LogTail log = log(parts);
    End own =
        switch (verdict) {
          case PASSED, CRITERION_FAILED -> End.COMPLETED;
          case SCRIPT_ERROR, TOOL_FAILED -> End.FAILED;
        };
    String message = stop.map(Stop::message).orElse("");
    if (stop.isEmpty()) {
      Explanation explanation = new Explanation(parts);
      message = brokenAtTheEnd ? script.broken() : explanation.of(exitCode, verdict, log);
      List<String> missing = explanation.missing();
      if (own == End.COMPLETED && !missing.isEmpty()) {
        own = End.FAILED;
        message = String.join("\n", missing) + "\n" + message;
      }
    }
    return result(
        parts, stop.map(Stop::end).orElse(own), verdict, script, exitCode, message, log, report);
  }

  /** For a fault of the engine itself; what was measured up to then is kept. */
  static RunResult engineFault(RunParts parts, Throwable fault, StopReport report) {
    String message = "The engine failed: " + fault;
    return result(
        parts,
        End.FAILED,
        ToolVerdict.TOOL_FAILED,
        ScriptJudgement.NONE,
        OptionalInt.empty(),
        message,
        log(parts),
        report);
  }

  /** Without secrets, and with the names of files as the script knows them. */
  private static LogTail log(RunParts parts) {
    LogTail log = new Redaction(parts.spec().secrets().values()).of(parts.streams().log());
    String home = parts.directory().home() + "/";
    String text =
        log.text()
            .replace("file://" + home, "")
            .replace(home, "")
            .replace(parts.directory().path() + "/", "");
    return new LogTail(text, log.totalBytes(), log.cutBytes());
  }

  private static RunResult result(
      RunParts parts,
      End end,
      ToolVerdict verdict,
      ScriptJudgement script,
      OptionalInt exitCode,
      String message,
      LogTail log,
      StopReport report) {
    return new RunResult(
        end,
        verdict,
        script.judgesErrors(),
        script.criteria(),
        script.warnings(),
        exitCode,
        message,
        parts.tool().latency(),
        parts.streams().collector().counts(),
        parts.streams().collector().totals(),
        log,
        report,
        parts.ticker().worst());
  }
}
