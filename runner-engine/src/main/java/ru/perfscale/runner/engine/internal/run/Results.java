package ru.perfscale.runner.engine.internal.run;

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
    ToolVerdict verdict =
        exitCode.isPresent() ? parts.tool().verdict(exitCode.getAsInt()) : ToolVerdict.TOOL_FAILED;
    LogTail log = parts.streams().log();
    String message =
        stop.map(Stop::message)
            .orElseGet(
                () ->
                    exitCode.isPresent()
                        ? parts.tool().message(exitCode.getAsInt(), log)
                        : "The run's supervisor ended before the tool did. "
                            + parts.process().diagnostics());
    End own =
        switch (verdict) {
          case PASSED, CRITERION_FAILED -> End.COMPLETED;
          case SCRIPT_ERROR, TOOL_FAILED -> End.FAILED;
        };
    return result(parts, stop.map(Stop::end).orElse(own), verdict, exitCode, message, log, report);
  }

  /** For a fault of the engine itself; what was measured up to then is kept. */
  static RunResult engineFault(RunParts parts, Exception fault, StopReport report) {
    String message = "The engine failed: " + fault;
    return result(
        parts,
        End.FAILED,
        ToolVerdict.TOOL_FAILED,
        OptionalInt.empty(),
        message,
        parts.streams().log(),
        report);
  }

  private static RunResult result(
      RunParts parts,
      End end,
      ToolVerdict verdict,
      OptionalInt exitCode,
      String message,
      LogTail log,
      StopReport report) {
    return new RunResult(
        end,
        verdict,
        parts.tool().judgesErrors(parts.directory().home()),
        exitCode,
        message,
        parts.tool().latency(),
        parts.streams().collector().counts(),
        parts.streams().collector().totals(),
        log,
        report);
  }
}
