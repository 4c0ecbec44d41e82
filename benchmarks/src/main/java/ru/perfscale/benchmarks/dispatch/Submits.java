package ru.perfscale.benchmarks.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import ru.perfscale.benchmarks.servers.Api;

/** Submits tasks to one idle machine, one after the other, whose processes say when they began. */
final class Submits {
  private static final int LOOK = 20;

  /** What a server or an agent does every second must not be hit always at the same moment. */
  private static final int LONGEST_PAUSE = 1_000;

  private static final String SCRIPT =
      """
      #!/bin/sh
      date +%%s%%N >>'%s'
      echo '1 ok step' >"$PERFSCALE_SAMPLES"
      """;

  private final Api api;
  private final String machine;
  private final Path begun;
  private final String test;

  /**
   * @param directory the processes write there
   */
  Submits(Api api, String machine, Path directory) throws IOException, InterruptedException {
    this.api = api;
    this.machine = machine;
    begun = directory.resolve("begun");
    test =
        api.post(
                "/tests",
                Map.of("name", "At once", "tool", "custom", "script", SCRIPT.formatted(begun)))
            .required("id")
            .asText();
  }

  Started submit() throws IOException, InterruptedException {
    Thread.sleep(ThreadLocalRandom.current().nextInt(LONGEST_PAUSE));
    int before = lines().size();
    Instant sent = Instant.now();
    long start = System.nanoTime();
    JsonNode submitted = api.post("/tasks", Map.of("testId", test, "machines", List.of(machine)));
    Duration answered = Duration.ofNanos(System.nanoTime() - start);
    JsonNode task =
        api.await(
            "/tasks/" + submitted.required("id").asText(),
            LOOK,
            seen -> !seen.required("finished_at").isNull());
    if (!task.required("status").asText().equals("passed") || lines().size() != before + 1) {
      throw new IOException("It did not run as it should: " + task);
    }
    long nanos = Long.parseLong(lines().getLast().strip());
    Instant first = Instant.ofEpochSecond(0, nanos);
    return new Started(
        answered,
        Duration.between(sent, Instant.parse(task.required("started_at").asText())),
        Duration.between(sent, first));
  }

  private List<String> lines() throws IOException {
    return Files.exists(begun) ? Files.readAllLines(begun) : List.of();
  }
}
