package ru.perfscale.benchmarks.cancel;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import ru.perfscale.benchmarks.Machine;
import ru.perfscale.benchmarks.Rounds;
import ru.perfscale.benchmarks.servers.Api;
import ru.perfscale.benchmarks.servers.Directory;
import ru.perfscale.benchmarks.servers.Servers;

/**
 * Prints how long a cancel takes: {@code benchmarks/run cancel [--cancels N]}. Ends with 1 if some
 * load was not over within a second (the tool ends at once when asked), or left something behind.
 */
public final class Main {
  private static final PrintStream OUT = System.out;
  private static final Duration BAR = Duration.ofSeconds(1);
  private static final int LOOK = 10;
  private static final String SCRIPT =
      """
      #!/bin/sh
      exec 3>"$PERFSCALE_SAMPLES"
      while :; do echo '5 ok step' >&3; sleep 0.05; done
      """;

  private final Api submitting;
  private final String test;
  private int leftBehind;

  private Main(Api submitting) throws IOException, InterruptedException {
    this.submitting = submitting;
    test =
        submitting
            .post("/tests", Map.of("name", "Endless", "tool", "custom", "script", SCRIPT))
            .required("id")
            .asText();
  }

  public static void main(String[] arguments) throws Exception {
    List<String> options = Arrays.asList(arguments);
    int at = options.indexOf("--cancels");
    int cancels = at < 0 ? 100 : Integer.parseInt(options.get(at + 1));
    boolean kept = true;
    try (Directory directory = Directory.create("perfscale-cancel-");
        Servers servers =
            new Servers(directory.path().resolve("data"), directory.path().resolve("cache"))) {
      OUT.println("Machine: " + Machine.describe());
      OUT.printf(
          "Each row: %d running tasks cancelled one after another, at a random moment. Milliseconds"
              + " since the request was sent, p50, p99 (max).%n%n",
          cancels);
      OUT.println("| cancelled at | answered | tool asked | load over | shown |");
      OUT.println("|---|---|---|---|---|");
      Main main = new Main(servers.first());
      kept = main.measure("the agent's server", servers.first(), cancels);
      kept &= main.measure("another server", servers.second(), cancels);
      kept &= main.leftBehind == 0;
    }
    System.exit(kept ? 0 : 1);
  }

  private boolean measure(String where, Api cancelling, int cancels)
      throws IOException, InterruptedException {
    cancel(cancelling);
    List<Cancelled> all = new ArrayList<>();
    for (int i = 0; i < cancels; i++) {
      all.add(cancel(cancelling));
    }
    OUT.printf(
        "| %s | %s | %s | %s | %s |%n",
        where,
        shown(all, Cancelled::answered),
        shown(all, Cancelled::asked),
        shown(all, Cancelled::over),
        shown(all, Cancelled::shown));
    return millis(all, Cancelled::over).percentile(99) <= BAR.toMillis();
  }

  private Cancelled cancel(Api cancelling) throws IOException, InterruptedException {
    String path =
        "/tasks/" + submitting.post("/tasks", Map.of("testId", test)).required("id").asText();
    submitting.await(path, LOOK, task -> task.required("total_requests").asLong() > 0);
    Thread.sleep(ThreadLocalRandom.current().nextInt(1_000));
    Instant sent = Instant.now();
    long begun = System.nanoTime();
    cancelling.delete(path);
    Duration answered = Duration.ofNanos(System.nanoTime() - begun);
    JsonNode task =
        submitting.await(path, LOOK, each -> each.required("status").asText().equals("cancelled"));
    Duration shown = Duration.ofNanos(System.nanoTime() - begun);
    JsonNode stop = task.required("stop_report").required(0);
    leftBehind += stop.required("nothing_left").asBoolean() ? 0 : 1;
    return new Cancelled(
        answered,
        Duration.between(sent, Instant.parse(stop.required("asked_at").asText())),
        Duration.between(sent, Instant.parse(stop.required("load_ended_at").asText())),
        shown);
  }

  private static Rounds millis(List<Cancelled> all, Function<Cancelled, Duration> which) {
    return Rounds.of(all.stream().mapToDouble(each -> which.apply(each).toNanos() / 1e6).toArray());
  }

  private static String shown(List<Cancelled> all, Function<Cancelled, Duration> which) {
    Rounds rounds = millis(all, which);
    return "%.0f, %.0f (%.0f)".formatted(rounds.median(), rounds.percentile(99), rounds.max());
  }
}
