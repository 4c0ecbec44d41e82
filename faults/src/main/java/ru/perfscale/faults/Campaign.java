package ru.perfscale.faults;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import ru.perfscale.faults.stage.Stage;

/** Rounds one after the other on one stage, each on a whole one. */
public final class Campaign {
  private final Stage stage;
  private final PrintStream out;
  private final List<Outcome> outcomes = new ArrayList<>();

  public Campaign(Stage stage, PrintStream out) {
    this.stage = stage;
    this.out = out;
  }

  /**
   * Puts a fault once.
   *
   * @param seed the chance of this round; what other processes do meanwhile is beyond it
   * @return what did not hold; empty when everything did
   */
  public List<String> run(Fault fault, long seed) {
    stage.heal(fault.machines());
    String name = "round-" + (outcomes.size() + 1);
    long begun = System.nanoTime();
    try (Round round = new Round(stage, name, seed, fault.contactLimit())) {
      try {
        fault.put(round);
      } catch (RuntimeException e) {
        round.require(false, "it broke off: %s", e);
      }
      stage.heal(fault.machines());
      Outcome outcome = round.conclude(fault, seed, Duration.ofNanos(System.nanoTime() - begun));
      outcomes.add(outcome);
      print(outcome);
      return outcome.held() ? List.of() : all(outcome);
    }
  }

  private static List<String> all(Outcome outcome) {
    List<String> all = new ArrayList<>(outcome.violations());
    all.add(
        "%d acknowledged frames lost, %d double runs, %d tasks stuck"
            .formatted(outcome.lostFrames(), outcome.doubleRuns(), outcome.stuck()));
    return all;
  }

  private void print(Outcome outcome) {
    out.printf(
        Locale.ROOT,
        "%-9s %2d %-50s %-14s seed %-20d %5.1f s  %s %s%n",
        outcome.name(),
        outcome.fault().number(),
        outcome.fault().holds(),
        outcome.fault().form(),
        outcome.seed(),
        outcome.took().toMillis() / 1000.0,
        outcome.held() ? "held" : "DID NOT HOLD",
        outcome.ends());
    if (!outcome.held()) {
      all(outcome).forEach(each -> out.println("          " + each));
    }
    out.flush();
  }

  /** Seeds of rounds, all from one. */
  static long[] seeds(long first, int count) {
    return new SplittableRandom(first).longs(count, 0, Long.MAX_VALUE).toArray();
  }

  public boolean held() {
    return outcomes.stream().allMatch(Outcome::held);
  }

  /** As Markdown. */
  public String table() {
    return Table.of(outcomes);
  }
}
