package ru.perfscale.benchmarks.stop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import ru.perfscale.runner.engine.LoadEngine;
import ru.perfscale.runner.engine.Means;
import ru.perfscale.runner.engine.Run;
import ru.perfscale.runner.engine.RunResult;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.RunUser;
import ru.perfscale.runner.engine.ToolMissing;

/** Starts evasive scripts, and cancels each as soon as it is all there. */
public final class Canceller implements AutoCloseable {
  /** Between the request to stop and the kill. */
  static final Duration GRACE = Duration.ofMillis(200);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path directory;
  private final OptionalInt uid;
  private final LoadEngine engine;

  /**
   * Makes an engine.
   *
   * @param means what is to hold the runs together
   * @param uid a user that nobody else is; only for root
   */
  public Canceller(Means means, OptionalInt uid) throws IOException {
    this.uid = uid;
    directory = Files.createTempDirectory("perfscale-stop-");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    LoadEngine.Builder builder =
        LoadEngine.builder()
            .workDirectory(directory.resolve("runs"))
            .means(means)
            .tools(
                tool -> {
                  throw new ToolMissing(tool, tool + " is not needed here");
                });
    uid.ifPresent(id -> builder.runAs(new RunUser(id, id)));
    engine = builder.build();
  }

  /** Runs a script and cancels it. */
  public Cancelled cancel(Evasion evasion) throws Exception {
    String mark = "mark-" + UUID.randomUUID();
    Path ready = directory.resolve(mark + ".ready");
    Run run =
        engine.start(
            RunSpec.builder("custom", evasion.script())
                .environment("MARK", mark)
                .environment("READY", ready.toString())
                .grace(GRACE)
                .timeLimit(PATIENCE)
                .build(),
            second -> {});
    Survivors survivors = new Survivors("PERFSCALE_RUN=" + run.id(), mark, uid);
    try {
      while (!Files.exists(ready) && !run.result().isDone()) {
        TimeUnit.MILLISECONDS.sleep(2);
      }
      Instant asked = Instant.now();
      run.cancel();
      RunResult result = run.result().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      int alive = survivors.find().size();
      return new Cancelled(result, alive, Duration.between(asked, result.stop().loadEndedAt()));
    } finally {
      survivors.kill();
      Files.deleteIfExists(ready);
    }
  }

  /**
   * How long after the end of a script that measures 200,000 requests of 200 labels comes the
   * result.
   */
  Duration resultAfterExit() throws Exception {
    Path ended = directory.resolve("ended-" + UUID.randomUUID());
    String script =
        """
        awk 'BEGIN { for (i = 0; i < 200000; i++) print i % 997 / 10, "ok label", i % 200 }' \
          >"$PERFSCALE_SAMPLES"
        date +%s%N >"$READY"
        """;
    Run run =
        engine.start(
            RunSpec.builder("custom", script).environment("READY", ended.toString()).build(),
            second -> {});
    RunResult result = run.result().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    Instant now = Instant.now();
    if (result.counts().samples() != 200_000) {
      throw new IllegalStateException("Samples are missing: " + result.counts());
    }
    Instant exit = Instant.EPOCH.plusNanos(Long.parseLong(Files.readString(ended).strip()));
    Files.delete(ended);
    return Duration.between(exit, now);
  }

  @Override
  public void close() throws IOException {
    engine.close();
    Files.deleteIfExists(directory.resolve("runs"));
    Files.delete(directory);
  }
}
