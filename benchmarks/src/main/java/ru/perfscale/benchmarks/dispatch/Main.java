package ru.perfscale.benchmarks.dispatch;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import ru.perfscale.benchmarks.Machine;
import ru.perfscale.benchmarks.Rounds;
import ru.perfscale.benchmarks.servers.Directory;
import ru.perfscale.benchmarks.servers.Servers;

/**
 * {@code benchmarks/run dispatch [--submits 200] [--rounds 7] [--threads 4] [--tasks 200]}: how
 * long a submitted task takes until its process has begun, and how many assignments are claimed a
 * second. Ends with 1 if the p99 of the former is above 150 ms. {@code --submits 0} or {@code
 * --rounds 0} leaves one of both out.
 */
public final class Main {
  private static final PrintStream OUT = System.out;
  private static final Duration BAR = Duration.ofMillis(150);
  private static final int WARM_UP = 10;

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    int submits = option(arguments, "--submits", 200);
    ClaimRates claims =
        new ClaimRates(
            option(arguments, "--rounds", 7),
            option(arguments, "--threads", 4),
            option(arguments, "--tasks", 200));
    boolean kept = true;
    OUT.println("Machine: " + Machine.describe());
    try (Directory directory = Directory.create("perfscale-dispatch-")) {
      if (submits > 0) {
        kept = submit(directory, submits);
      }
      if (claims.rounds() > 0) {
        claims.print(
            OUT, directory.path().resolve("queue"), directory.path().resolve("queue-cache"));
      }
    }
    System.exit(kept ? 0 : 1);
  }

  private static boolean submit(Directory directory, int submits)
      throws IOException, InterruptedException {
    List<Started> all = new ArrayList<>();
    try (Servers servers =
            new Servers(directory.path().resolve("data"), directory.path().resolve("cache"));
        AgentProcess agent = AgentProcess.join(servers.first(), directory.path())) {
      Submits tasks = new Submits(servers.first(), agent.machine(), directory.open("begun"));
      for (int i = -WARM_UP; i < submits; i++) {
        Started started = tasks.submit();
        if (i >= 0) {
          all.add(started);
        }
      }
    }
    OUT.printf(
        "%n%d tasks submitted one after another, to an idle agent. Milliseconds since the request"
            + " was sent.%n%n",
        submits);
    OUT.println("| until | p50 | p99 | max |");
    OUT.println("|---|---|---|---|");
    print("the submit is answered", all, Started::answered);
    print("the agent has it", all, Started::accepted);
    print("its process has begun", all, Started::begun);
    return millis(all, Started::begun).percentile(99) <= BAR.toMillis();
  }

  private static void print(String until, List<Started> all, Function<Started, Duration> which) {
    Rounds rounds = millis(all, which);
    OUT.printf(
        "| %s | %.0f | %.0f | %.0f |%n",
        until, rounds.median(), rounds.percentile(99), rounds.max());
  }

  private static Rounds millis(List<Started> all, Function<Started, Duration> which) {
    return Rounds.of(all.stream().mapToDouble(each -> which.apply(each).toNanos() / 1e6).toArray());
  }

  private static int option(String[] arguments, String name, int otherwise) {
    List<String> all = Arrays.asList(arguments);
    int at = all.indexOf(name);
    return at < 0 ? otherwise : Integer.parseInt(all.get(at + 1));
  }
}
