package ru.perfscale.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One task on four machines: four agents, each with its own engine, at one server. */
class FourMachinesIT {
  private static final int MACHINES = 4;
  private static final int SAMPLES = 2_000;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static PassableDirectory directory;
  private static Fleet fleet;
  private static Path rows;

  @BeforeAll
  static void start() throws IOException {
    directory = PassableDirectory.create("four-machines");
    rows = directory.directory("rows", "rwxrwxrwx");
    fleet = Fleet.start(directory, MACHINES);
  }

  @AfterAll
  static void stop() {
    if (fleet != null) {
      fleet.close();
    }
    directory.close();
  }

  @Test
  void theMergedHistogramIsBucketForBucketTheSumOfAllRawSamples() throws IOException {
    Api api = fleet.api();
    // A machine's samples are as many times slower as its share says, so that averages go wrong.
    String test =
        custom(
            api,
            """
            exec 3>"$PERFSCALE_SAMPLES"
            k=${PERFSCALE_SHARE%%%%/*}
            awk -v k="$k" 'BEGIN {
              for (i = 1; i <= %d; i++) printf "%%d.%%02d ok GET /\\n", (i * 7919) %% 977 * k * k + k, i %% 100
            }' | tee "%s/$k" >&3
            """
                .formatted(SAMPLES, rows));

    Api.Task task = api.ended(submit(api, test, MACHINES), LIMIT);

    assertThat(task.status()).as("%s", task).isEqualTo("passed");
    assertThat(task.totalRequests()).isEqualTo((long) MACHINES * SAMPLES);
    assertThat(task.coverage()).isEqualTo(1.0);
    Histogram raw = new Histogram(1, Fleet.MOST_NANOS, 3);
    List<Long> sorted = new ArrayList<>();
    double averageOfP95 = 0;
    for (int machine = 1; machine <= MACHINES; machine++) {
      List<Long> own = nanos(rows.resolve(Integer.toString(machine)));
      own.forEach(raw::recordValue);
      sorted.addAll(own);
      averageOfP95 += nearestRank(own, 0.95) / 1e6 / MACHINES;
    }
    assertThat(fleet.histogram(task.id())).as("every bucket").isEqualTo(raw);
    double p95 = nearestRank(sorted, 0.95) / 1e6;
    assertThat(task.p95()).isCloseTo(p95, within(p95 * 0.001 + 0.0005));
    assertThat(averageOfP95).as("what an average would have said").isLessThan(p95 * 0.9);
  }

  @Test
  void everyLineOfADividedFileIsOnOneMachineAndItsHeaderOnAll() throws IOException {
    Api api = fleet.api();
    List<String> lines = IntStream.rangeClosed(1, 1_001).mapToObj(i -> "user" + i).toList();
    String test =
        api.createTest(
            Map.of(
                "name",
                "Data",
                "tool",
                "custom",
                "script",
                """
                    #!/bin/sh
                    cat users.csv >"%1$s/users-${PERFSCALE_SHARE%%/*}"
                    cat lib/all.txt >"%1$s/all-${PERFSCALE_SHARE%%/*}"
                    echo '1 ok tick' >"$PERFSCALE_SAMPLES"
                    """
                    .formatted(rows),
                "data_files",
                List.of(
                    Map.of(
                        "name", "users.csv",
                        "content", "name\n" + String.join("\n", lines) + "\n",
                        "split", "divided_after_header"),
                    Map.of("name", "lib/all.txt", "content_base64", "YQD/"))));

    Api.Task task = api.ended(submit(api, test, MACHINES), LIMIT);

    assertThat(task.status()).as("%s", task).isEqualTo("passed");
    List<String> read = new ArrayList<>();
    for (int machine = 1; machine <= MACHINES; machine++) {
      List<String> own = Files.readAllLines(rows.resolve("users-" + machine));
      assertThat(own).hasSizeBetween(251, 252).first().isEqualTo("name");
      read.addAll(own.subList(1, own.size()));
      assertThat(rows.resolve("all-" + machine)).hasBinaryContent(new byte[] {'a', 0, -1});
    }
    assertThat(read).containsExactlyInAnyOrderElementsOf(lines);
  }

  @Test
  void aCancelEndsTheLoadOnAllMachines() {
    Api api = fleet.api();
    String id =
        submit(
            api,
            custom(
                api,
                """
                exec 3>"$PERFSCALE_SAMPLES"
                while :; do echo '1 ok tick' >&3; sleep 0.2; done
                """),
            "all");
    api.awaited(id, LIMIT, "requests of all machines", task -> task.totalRequests() > 2 * MACHINES);

    assertThat(api.delete("/tasks/" + id).status()).isEqualTo(204);

    Api.Task task = api.ended(id, LIMIT);
    assertThat(task.status()).as("%s", task).isEqualTo("cancelled");
    assertThat(api.get("/tasks/" + id).body().get("machine_ids")).hasSize(MACHINES);
    assertThat(Processes.leftAbout(directory.resolve("runs"))).isEmpty();
  }

  @Test
  void oneThatCannotRunFailsTheTaskByItsNameAndStopsTheOthers() {
    Api api = fleet.api();
    String test =
        custom(
            api,
            """
            case $PERFSCALE_SHARE in 3/*) echo 'no such target' >&2; exit 7 ;; esac
            exec 3>"$PERFSCALE_SAMPLES"
            while :; do echo '1 ok tick' >&3; sleep 0.2; done
            """);

    Api.Task task = api.ended(submit(api, test, MACHINES), LIMIT);

    assertThat(task.status()).as("%s", task).isEqualTo("failed");
    assertThat(task.codes()).containsExactly("tool_failed");
    assertThat(task.reasons().getFirst().message())
        .startsWith("worker-3: ")
        .contains("no such target");
  }

  private static String custom(Api api, String script) {
    return api.createTest(
        Map.of("name", "Together", "tool", "custom", "script", "#!/bin/sh\n" + script));
  }

  private static String submit(Api api, String test, Object machines) {
    Api.Answer answer = api.post("/tasks", Map.of("testId", test, "machines", machines));
    assertThat(answer.status()).as("%s", answer).isEqualTo(202);
    return answer.text("id");
  }

  private static List<Long> nanos(Path file) throws IOException {
    List<Long> nanos =
        Files.readAllLines(file).stream()
            .map(line -> line.substring(0, line.indexOf(' ')))
            .map(millis -> Math.round(Double.parseDouble(millis) * 100) * 10_000)
            .toList();
    assertThat(nanos).hasSize(SAMPLES);
    return nanos;
  }

  private static double nearestRank(List<Long> values, double quantile) {
    List<Long> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.ceil(quantile * sorted.size()) - 1);
  }
}
