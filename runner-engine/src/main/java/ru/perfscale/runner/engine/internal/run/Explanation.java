package ru.perfscale.runner.engine.internal.run;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.ToolVerdict;
import ru.perfscale.runner.engine.tool.LoadTools;

/** Says why a run that nobody stopped ended as it did, and what to do. */
final class Explanation {
  private final RunParts parts;
  private final long samples;
  private final long malformed;

  Explanation(RunParts parts) {
    this.parts = parts;
    samples = parts.streams().collector().counts().samples();
    malformed = parts.streams().collector().counts().malformed();
  }

  /** In the tool's own words where it has any. */
  String of(OptionalInt exitCode, ToolVerdict verdict, LogTail log) {
    String words =
        exitCode.isPresent()
            ? parts.tool().message(exitCode.getAsInt(), log)
            : withoutExitCode(parts.process());
    return switch (verdict) {
      // A tool that meets a full disk rarely says so.
      case TOOL_FAILED -> words + parts.disk().breach().map(breach -> "\n" + breach).orElse("");
      case SCRIPT_ERROR -> words + wrongTool(parts.spec());
      case PASSED, CRITERION_FAILED -> words + noSample();
    };
  }

  private static String withoutExitCode(RunProcess process) {
    return process.isWaiterGone()
        ? "The process that waited for the tool was killed, so that nobody knows how the tool ended;"
            + " look for a lack of memory (dmesg)"
        : "The run's supervisor ended before the tool did. " + process.diagnostics();
  }

  /** Nobody tells from "Unexpected token <" that a JMeter plan was given to k6. */
  private static String wrongTool(RunSpec spec) {
    return LoadTools.guess("", spec.script())
        .filter(tool -> !tool.equals(spec.tool()))
        .map(tool -> "\nThis looks like a script of " + tool + ", but the tool is " + spec.tool())
        .orElse("");
  }

  /** A custom command may well mean to measure nothing. */
  private String noSample() {
    return samples == 0 && malformed == 0 && parts.tool().needsInstallation()
        ? "\nNo request was measured: look whether the script sends any, and whether the run was long"
            + " enough for one to end"
        : "";
  }

  /** What is missing in every figure, so that nobody may take them for the whole. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (malformed > 0) {
      missing.add(
          malformed
              + (malformed == 1 ? " record" : " records")
              + " of the tool's samples could not be read and are in no figure; docs/sample-frames.md"
              + " says what a record looks like");
    }
    if (!parts.streams().hadAllSamples()) {
      missing.add(
          "The script deleted or replaced the pipe that PERFSCALE_SAMPLES names; what it wrote there"
              + " afterwards is in no figure. Let it write to the pipe only");
    }
    return missing;
  }
}
