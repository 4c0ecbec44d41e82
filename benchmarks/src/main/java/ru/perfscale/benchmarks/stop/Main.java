package ru.perfscale.benchmarks.stop;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import ru.perfscale.benchmarks.Machine;
import ru.perfscale.benchmarks.Rounds;
import ru.perfscale.runner.engine.Means;
import ru.perfscale.runner.engine.StartFailed;

/**
 * Prints the stop table: {@code benchmarks/run stop [--cancels N] [--script PART-OF-ITS-NAME]
 * [--means pid_namespace|cgroup|process_group]}, and how soon after a tool's own end its result
 * comes. Ends with 1 if anything survived with a means that can prove that nothing does.
 */
public final class Main {
  /** Nobody's on any usual machine. */
  private static final int FIRST_UID = 61_850;

  private static final PrintStream OUT = System.out;

  private final int cancels;
  private final String script;
  private int uid = FIRST_UID;
  private int provenSurvivors;

  private Main(int cancels, String script) {
    this.cancels = cancels;
    this.script = script;
  }

  public static void main(String[] arguments) throws Exception {
    List<String> options = Arrays.asList(arguments);
    Main main =
        new Main(
            Integer.parseInt(option(options, "--cancels", "50")), option(options, "--script", ""));
    String means = option(options, "--means", "");
    OUT.println("Machine: " + Machine.describe());
    OUT.printf(
        "Each script cancelled %d times, grace %d ms. Survivors: processes alive when the result"
            + " came, by environment, arguments%s.%n%n",
        main.cancels,
        Canceller.GRACE.toMillis(),
        isRoot() ? " and user" : "; run as root to look by user, too");
    OUT.println(
        "| script | means | cancels | survivors | to last death ms, p50 (min … max) | killed, median | says nothing left |");
    OUT.println("|---|---|---|---|---|---|---|");
    for (Means each : Means.values()) {
      if (means.isEmpty() || each.name().equals(means.toUpperCase(Locale.ROOT))) {
        main.measure(each);
      }
    }
    OUT.println();
    main.measureExits(means);
    OUT.println(
        "A process group proves nothing about a process without environment, parent and group:"
            + " what survives there (and was then ended by this program) needs one of the others.");
    System.exit(main.provenSurvivors == 0 ? 0 : 1);
  }

  private static String option(List<String> options, String name, String otherwise) {
    int at = options.indexOf(name);
    return at < 0 || at + 1 == options.size() ? otherwise : options.get(at + 1);
  }

  private static boolean isRoot() throws Exception {
    return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
  }

  private void measure(Means means) throws Exception {
    for (Evasion evasion : Evasion.all().filter(each -> each.name().contains(script)).toList()) {
      OptionalInt user = isRoot() ? OptionalInt.of(uid++) : OptionalInt.empty();
      try (Canceller canceller = new Canceller(means, user)) {
        List<Cancelled> all = new ArrayList<>();
        for (int i = 0; i < cancels; i++) {
          all.add(canceller.cancel(evasion));
        }
        print(evasion, means, all);
      } catch (StartFailed e) {
        OUT.printf("| all | %s | not run: %s | | | | |%n", means, e.getMessage());
        return;
      }
    }
  }

  private void measureExits(String means) throws Exception {
    Means any =
        means.isEmpty() ? Means.PID_NAMESPACE : Means.valueOf(means.toUpperCase(Locale.ROOT));
    OptionalInt user = isRoot() ? OptionalInt.of(uid++) : OptionalInt.empty();
    try (Canceller canceller = new Canceller(any, user)) {
      double[] times = new double[Math.max(5, cancels)];
      for (int i = 0; i < times.length; i++) {
        times[i] = canceller.resultAfterExit().toNanos() / 1e6;
      }
      OUT.printf(
          "From a tool's own end to its result (200,000 requests, 200 labels, %s), ms: %s%n",
          any, Rounds.of(times).show("%.0f"));
    } catch (StartFailed e) {
      OUT.println("From a tool's own end to its result: not run: " + e.getMessage());
    }
  }

  private void print(Evasion evasion, Means means, List<Cancelled> all) {
    int survivors = all.stream().mapToInt(Cancelled::survivors).sum();
    provenSurvivors += means == Means.PROCESS_GROUP ? 0 : survivors;
    Rounds times =
        Rounds.of(all.stream().mapToDouble(each -> each.toLastDeath().toNanos() / 1e6).toArray());
    Rounds killed =
        Rounds.of(all.stream().mapToDouble(each -> each.result().stop().killed()).toArray());
    long sure = all.stream().filter(each -> each.result().stop().nothingLeft()).count();
    OUT.printf(
        "| %s | %s | %d | %d | %s | %.0f | %d |%n",
        evasion, means, all.size(), survivors, times.show("%.0f"), killed.median(), sure);
  }
}
