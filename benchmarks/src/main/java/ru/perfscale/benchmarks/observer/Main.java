package ru.perfscale.benchmarks.observer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import ru.perfscale.benchmarks.Machine;
import ru.perfscale.bootstrap.settings.Directories;
import ru.perfscale.bootstrap.settings.Settings;
import ru.perfscale.bootstrap.tools.MachineTools;
import ru.perfscale.runner.engine.LoadEngine;
import ru.perfscale.runner.engine.ToolMissing;
import ru.perfscale.runner.engine.tool.ToolFinder;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** The observer's cost, tool by tool: {@code benchmarks/run observer --help}. */
@Command(
    name = "benchmarks/run observer",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs each tool alone and under the engine, in turns, against a target that counts.",
      "Tool, engine and target share the machine's cores, as they would for a user on one machine;"
          + " the CPU time for each request says what the rates cannot when cores are idle."
    })
public final class Main implements Callable<Integer> {
  private static final List<Subject> SUBJECTS =
      List.of(
          new K6(false), new K6(true), new JMeter(), new Gatling(), new Locust(), new Artillery());

  @Option(
      names = "--tool",
      paramLabel = "NAME",
      defaultValue = "all",
      description =
          "k6, k6-output, jmeter, gatling, locust, artillery, or all, which it is unless told.")
  private String tool;

  @Option(names = "--rounds", defaultValue = "9", description = "Rounds: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "15",
      description = "The part of each run that counts: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warmup",
      paramLabel = "SECONDS",
      description = "The part before it; 30 for tools of the JVM and 5 for others unless told.")
  private Integer warmUp;

  @Option(
      names = "--users",
      defaultValue = "16",
      description = "Users without a pause: ${DEFAULT-VALUE}.")
  private int users;

  @Option(
      names = "--pin",
      description = "The target has the last core for itself, tool and engine share the others.")
  private boolean pin;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    List<Subject> subjects =
        SUBJECTS.stream().filter(s -> tool.equals("all") || tool.equals(s.name())).toList();
    if (subjects.isEmpty()) {
      System.err.println("--tool is '" + tool + "', must be all or one of " + names());
      return 2;
    }
    boolean root = "root".equals(System.getProperty("user.name"));
    Settings settings =
        Settings.load(Optional.empty(), Path.of("perfscale.properties"), System.getenv());
    Path cache = Directories.of(settings, System.getenv(), root).cache();
    MachineTools tools = MachineTools.of(cache);
    Pinning pinning = pin ? Pinning.ofThisMachine() : Pinning.NONE;
    pinning.apply();
    // Ctrl-C: the engine's runs end by themselves, a tool that runs alone would go on.
    Runtime.getRuntime().addShutdownHook(new Thread(Main::killAll));
    List<Row> rows = new ArrayList<>();
    try (TargetProcess target = new TargetProcess(pinning.targetPrefix())) {
      for (Subject subject : subjects) {
        ToolInstallation installation;
        try {
          installation = subject.installation(tools);
        } catch (ToolMissing e) {
          System.err.println(subject.name() + " is left out: " + e.getMessage());
          continue;
        }
        rows.add(measure(subject, installation, target));
      }
    }
    print(rows, pinning);
    return 0;
  }

  private static void killAll() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private static List<String> names() {
    return SUBJECTS.stream().map(Subject::name).toList();
  }

  private Row measure(Subject subject, ToolInstallation installation, TargetProcess target)
      throws Exception {
    int before = warmUp != null ? warmUp : subject.warmsUp() ? 30 : 5;
    Row row = new Row(subject);
    try (LoadEngine engine = LoadEngine.builder().tools(ToolFinder.of(installation)).build()) {
      Bench bench =
          new Bench(engine, target, users, Duration.ofSeconds(before), Duration.ofSeconds(seconds));
      for (int round = 1; round <= rounds; round++) {
        // Whoever comes second meets another machine than whoever comes first.
        boolean aloneFirst = round % 2 == 1;
        Window first = aloneFirst ? bench.alone(subject, installation) : bench.observed(subject);
        Window second = aloneFirst ? bench.observed(subject) : bench.alone(subject, installation);
        row.add(aloneFirst ? first : second, aloneFirst ? second : first);
        System.err.printf("%-10s round %d of %d: %s%n", subject.name(), round, rounds, row.last());
      }
    }
    return row;
  }

  private void print(List<Row> rows, Pinning pinning) throws Exception {
    System.out.println("# Observer cost");
    System.out.println();
    System.out.println(Machine.describe());
    System.out.printf(
        "%d rounds of %d s, alternating, %d users; %s%n",
        rounds, seconds, users, pinning.describe());
    System.out.println();
    System.out.println(Row.HEADER);
    rows.forEach(row -> System.out.println(row.show()));
  }
}
