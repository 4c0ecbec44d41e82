package ru.perfscale.examples;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import ru.perfscale.runner.engine.End;
import ru.perfscale.runner.engine.EngineException;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.LoadEngine;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.Run;
import ru.perfscale.runner.engine.RunResult;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.SecondSnapshot;
import ru.perfscale.runner.engine.ToolVerdict;
import ru.perfscale.runner.engine.summary.Figures;
import ru.perfscale.runner.engine.tool.ToolFinder;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/**
 * Runs a k6 script with the k6 on the PATH: {@code RunK6 SCRIPT}. Prints a line each second, at the
 * end a table by label. Exit code 0 if the run passed, 1 if it failed, 2 if it could not start.
 */
public final class RunK6 {
  private static final String ROW = "%-48s %10s %8s %10s %10s %10s%n";

  private RunK6() {}

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      System.err.println("usage: RunK6 SCRIPT");
      System.exit(2);
    }
    System.exit(run(Path.of(arguments[0])));
  }

  private static int run(Path script) throws IOException {
    Optional<Path> k6 = onPath("k6");
    if (k6.isEmpty()) {
      System.err.println("k6 is not on the PATH");
      return 2;
    }
    ToolFinder tools = ToolFinder.of(new ToolInstallation("k6", "2.2.0", k6.get()));
    try (LoadEngine engine = LoadEngine.builder().tools(tools).build()) {
      // Ctrl-C and SIGTERM: k6 stops in its own way, then comes the table as always.
      Runtime.getRuntime().addShutdownHook(new Thread(engine::close));
      Run run = engine.start(RunSpec.builder("k6", script).build(), RunK6::print);
      RunResult result = run.result().thenApply(RunK6::print).join();
      return result.end() == End.COMPLETED && result.verdict() == ToolVerdict.PASSED ? 0 : 1;
    } catch (EngineException e) {
      System.err.println(e.getMessage());
      return 2;
    }
  }

  private static Optional<Path> onPath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, program).toAbsolutePath())
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static void print(SecondSnapshot second) {
    long requests = 0;
    long errors = 0;
    for (LatencySnapshot part : second.series()) {
      // Each request is in SERVICE; from some tools in RESPONSE, too.
      if (part.series().phase() == Phase.MAIN && part.series().measure() == Measure.SERVICE) {
        requests += part.count();
        errors += part.series().outcome() == Outcome.ERROR ? part.count() : 0;
      }
    }
    System.out.printf("%4d s %8d requests %8d errors%n", second.second(), requests, errors);
  }

  private static RunResult print(RunResult result) {
    System.out.println(result.end() + ", " + result.verdict() + ": " + result.message());
    System.out.printf(ROW, "label", "requests", "errors", "p50 ms", "p95 ms", "p99 ms");
    result.summary().labels().forEach(RunK6::print);
    print("total", result.summary().total());
    return result;
  }

  private static void print(String label, Figures figures) {
    System.out.printf(
        ROW,
        label,
        figures.count(),
        figures.errors(),
        shown(figures.percentile(50)),
        shown(figures.percentile(95)),
        shown(figures.percentile(99)));
  }

  private static String shown(Optional<BigDecimal> millis) {
    return millis.map(BigDecimal::toPlainString).orElse("-");
  }
}
