package ru.perfscale.faults;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import ru.perfscale.faults.fault.Faults;
import ru.perfscale.faults.fault.Faults.Planned;
import ru.perfscale.faults.stage.Stage;

/**
 * A whole campaign: {@code faults/run [--rounds N] [--only 1,5] [--seed S]}. Ends with 1 if
 * something did not hold.
 */
public final class Main {
  private static final PrintStream OUT = System.out;

  private Main() {}

  /** A round that is still to come. */
  private record Next(Fault fault, long seed) {}

  public static void main(String[] arguments) {
    List<String> options = Arrays.asList(arguments);
    int usual = Faults.all().stream().mapToInt(Planned::rounds).sum();
    int rounds = Integer.parseInt(option(options, "--rounds", "" + usual));
    long seed = Long.parseLong(option(options, "--seed", "" + new Random().nextInt(1_000_000)));
    Set<Integer> only =
        Arrays.stream(option(options, "--only", "").split(","))
            .filter(number -> !number.isBlank())
            .map(Integer::parseInt)
            .collect(Collectors.toSet());
    List<Next> all = plan((double) rounds / usual, only, seed);
    OUT.printf("%d rounds, seed %d%n", all.size(), seed);
    long begun = System.nanoTime();
    Path cache = Path.of(option(options, "--cache", defaultCache()));
    boolean held;
    try (Stage stage = Stage.set(Path.of(System.getProperty("perfscale.jar")), cache)) {
      stage.warmUp();
      Campaign campaign = new Campaign(stage, OUT);
      all.forEach(next -> campaign.run(next.fault(), next.seed()));
      held = campaign.held();
      OUT.printf(
          Locale.ROOT,
          "%n%s%n%d rounds in %.1f min, seed %d%n",
          campaign.table(),
          all.size(),
          Duration.ofNanos(System.nanoTime() - begun).toSeconds() / 60.0,
          seed);
      Faults.NOT_HERE.forEach(each -> OUT.println("Not put here: " + each));
    }
    System.exit(held ? 0 : 1);
  }

  private static String option(List<String> options, String name, String otherwise) {
    int at = options.indexOf(name);
    return at < 0 || at + 1 == options.size() ? otherwise : options.get(at + 1);
  }

  private static String defaultCache() {
    return Path.of(System.getProperty("java.io.tmpdir"), "perfscale-faults-cache").toString();
  }

  /** In an order by chance, because faults may depend on what was before. */
  private static List<Next> plan(double scale, Set<Integer> only, long seed) {
    List<Fault> faults = new ArrayList<>();
    for (Planned planned : Faults.all()) {
      if (only.isEmpty() || only.contains(planned.fault().number())) {
        int count =
            planned.scales()
                ? (int) Math.max(1, Math.round(planned.rounds() * scale))
                : scale >= 1 ? planned.rounds() : 0;
        faults.addAll(Collections.nCopies(count, planned.fault()));
      }
    }
    Collections.shuffle(faults, new Random(seed));
    long[] seeds = Campaign.seeds(seed, faults.size());
    List<Next> plan = new ArrayList<>();
    for (int i = 0; i < seeds.length; i++) {
      plan.add(new Next(faults.get(i), seeds[i]));
    }
    return plan;
  }
}
