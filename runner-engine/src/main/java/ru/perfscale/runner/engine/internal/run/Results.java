package ru.perfscale.runner.engine.internal.run;

import java.util.Optional;
import java.util.OptionalInt;
import ru.perfscale.runner.engine.End;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.RunResult;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.StopReport;
import ru.perfscale.runner.engine.ToolVerdict;
import ru.perfscale.runner.engine.tool.LoadTools;

/** Puts a run's result together. */
final class Results {
  private Results() {}

  static RunResult of(
      RunParts parts, OptionalInt exitCode, Optional<Stop> stop, StopReport report) {
    ToolVerdict verdict =
        exitCode.isPresent() ? parts.tool().verdict(exitCode.getAsInt()) : ToolVerdict.TOOL_FAILED;
    LogTail log = log(parts);
    End own =
        switch (verdict) {
          case PASSED, CRITERION_FAILED -> End.COMPLETED;
          case SCRIPT_ERROR, TOOL_FAILED -> End.FAILED;
        };
    String message =
        stop.map(Stop::message)
            .orElseGet(
                () ->
                    exitCode.isPresent()
                        ? parts.tool().message(exitCode.getAsInt(), log)
                        : withoutExitCode(parts));
    if (stop.isEmpty() && own == End.FAILED) {
      // A tool that meets a full disk rarely says so.
      message += parts.disk().breach().map(breach -> "\n" + breach).orElse("");
    }
    if (verdict == ToolVerdict.SCRIPT_ERROR) {
      message += wrongTool(parts.spec());
    }
    long malformed = parts.streams().collector().counts().malformed();
    if (stop.isEmpty() && own == End.COMPLETED && malformed > 0) {
      // What could not be read is missing in every figure: nobody may take them for the whole.
      own = End.FAILED;
      message = unreadable(malformed) + "\n" + message;
    }
    return result(
        parts,
        stop.map(Stop::end).orElse(own),
        verdict,
        parts.tool().judgesErrors(parts.directory().home()),
        exitCode,
        message,
        log,
        report);
  }

  /** Nobody tells from "Unexpected token <" that a JMeter plan was given to k6. */
  private static String wrongTool(RunSpec spec) {
    return LoadTools.guess("", spec.script())
        .filter(tool -> !tool.equals(spec.tool()))
        .map(tool -> "\nThis looks like a script of " + tool + ", but the tool is " + spec.tool())
        .orElse("");
  }

  private static String withoutExitCode(RunParts parts) {
    return parts.process().isWaiterGone()
        ? "The process that waited for the tool was killed, so that nobody knows how the tool ended;"
            + " look for a lack of memory (dmesg)"
        : "The run's supervisor ended before the tool did. " + parts.process().diagnostics();
  }

  private static String unreadable(long malformed) {
    return malformed
        + (malformed == 1 ? " record" : " records")
        + " of the tool's samples could not be read";
  }

  /** For a fault of the engine itself; what was measured up to then is kept. */
  static RunResult engineFault(RunParts parts, Throwable fault, StopReport report) {
    String message = "The engine failed: " + fault;
    return result(
        parts,
        End.FAILED,
        ToolVerdict.TOOL_FAILED,
        false,
        OptionalInt.empty(),
        message,
        log(parts),
        report);
  }

  private static LogTail log(RunParts parts) {
    return new Redaction(parts.spec().secrets().values()).of(parts.streams().log());
  }

  private static RunResult result(
      RunParts parts,
      End end,
      ToolVerdict verdict,
      boolean judgesErrors,
      OptionalInt exitCode,
      String message,
      LogTail log,
      StopReport report) {
    return new RunResult(
        end,
        verdict,
        judgesErrors,
        exitCode,
        message,
        parts.tool().latency(),
        parts.streams().collector().counts(),
        parts.streams().collector().totals(),
        log,
        report);
  }
}
