package ru.perfscale.examples;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import ru.perfscale.runner.engine.DataFile;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.LoadEngine;
import ru.perfscale.runner.engine.Run;
import ru.perfscale.runner.engine.RunResult;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.RunUser;
import ru.perfscale.runner.engine.Share;
import ru.perfscale.runner.engine.StartFailed;
import ru.perfscale.runner.engine.ToolMissing;
import ru.perfscale.runner.engine.results.ResultFiles;
import ru.perfscale.runner.engine.results.Results;
import ru.perfscale.runner.engine.results.Window;
import ru.perfscale.runner.engine.summary.Figures;
import ru.perfscale.runner.engine.summary.Summary;
import ru.perfscale.runner.engine.tool.ToolFinder;

/** Short answers to what people want to do with the engine. */
public final class Recipes {
  private Recipes() {}

  /** A run with everything that a script may need. */
  public static RunSpec fullSpec(String tool, Path script, Path users, String token)
      throws IOException {
    return RunSpec.builder(tool, script)
        .users(4)
        .duration(Duration.ofSeconds(2))
        .parameter("SHOP", "http://localhost:8080")
        .secret("API_TOKEN", token)
        .dataFile(new DataFile("users.csv", users, DataFile.Split.DIVIDED_AFTER_HEADER))
        .timeLimit(Duration.ofMinutes(5))
        .grace(Duration.ofSeconds(15))
        .build();
  }

  /** An engine of root's whose tools run as a user made for them. */
  public static LoadEngine engineForUser(ToolFinder tools, Path directory, int uid, int gid) {
    return LoadEngine.builder()
        .tools(tools)
        .workDirectory(directory)
        .runAs(new RunUser(uid, gid))
        .supervisorDeadline(Duration.ofSeconds(5))
        .build();
  }

  /** Why a run does not start, in words for the user. */
  public static String startOrReason(LoadEngine engine, RunSpec spec) {
    try {
      Run run = engine.start(spec);
      return "started " + run.id();
    } catch (ToolMissing e) {
      return "install " + e.tool() + ": " + e.getMessage();
    } catch (StartFailed e) {
      return "cannot start: " + e.getMessage();
    }
  }

  /** Ends a run in the first second in which more requests failed than not. */
  public static RunResult untilItBreaks(LoadEngine engine, RunSpec spec, LatencyMeaning latency) {
    CompletableFuture<String> broken = new CompletableFuture<>();
    Run run =
        engine.start(
            spec,
            second -> {
              Figures figures = Summary.of(second.series(), latency, true).total();
              if (figures.errors() * 2 > figures.count()) {
                broken.complete("too many errors in second " + second.second());
              }
            });
    broken.thenAccept(run::abort);
    return run.result().join();
  }

  /** One load in two parts, as two machines would do it, and its figures over both. */
  public static Summary inTwoParts(LoadEngine engine, RunSpec.Builder spec) {
    List<Run> runs =
        List.of(
            engine.start(spec.share(new Share(1, 2)).build()),
            engine.start(spec.share(new Share(2, 2)).build()));
    List<LatencySnapshot> parts =
        runs.stream().flatMap(run -> run.result().join().totals().stream()).toList();
    return Summary.of(parts, runs.getFirst().latency(), true);
  }

  /**
   * The 99th percentile over files of one load, in milliseconds, without their first half minute.
   */
  public static Optional<BigDecimal> steadyP99(List<Path> files) {
    Results results = ResultFiles.read(files, Window.ALL.skip(Duration.ofSeconds(30)));
    return results.summary().total().percentile(99);
  }
}
