package ru.perfscale.benchmarks.backfill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import ru.perfscale.agent.Agent;
import ru.perfscale.agent.AgentSettings;
import ru.perfscale.agent.Toolbox;
import ru.perfscale.agent.journal.Journal;
import ru.perfscale.agent.journal.JournalDirectory;
import ru.perfscale.agent.journal.JournalSettings;
import ru.perfscale.agent.protocol.Claim;
import ru.perfscale.agent.protocol.Contact;
import ru.perfscale.agent.protocol.ControlPlane;
import ru.perfscale.agent.protocol.Credential;
import ru.perfscale.agent.protocol.Hello;
import ru.perfscale.agent.protocol.Orders.Offer;
import ru.perfscale.benchmarks.Machine;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LoadEngine;
import ru.perfscale.runner.engine.tool.ToolFinder;

/**
 * {@code benchmarks/run backfill [--seconds 1800] [--labels 20] [--samples 50]}: writes a journal
 * of so many seconds, starts an agent on it, and says how many times faster than real time the
 * server had stored all of it. Agent, server and database share the machine.
 */
public final class Main {
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final Duration FIGURES = Duration.ofSeconds(30);

  private Main() {}

  public static void main(String[] args) throws Exception {
    int seconds = option(args, "--seconds", 1_800);
    int labels = option(args, "--labels", 20);
    int samples = option(args, "--samples", 50);
    System.out.printf("%s%n%n", Machine.describe());
    Path directory = Files.createTempDirectory("perfscale-backfill");
    try (Server server = new Server(directory.resolve("postgres"), directory.resolve("binaries"))) {
      JournalSettings journals =
          JournalSettings.in(directory.resolve("journal"), OptionalLong.of(8L << 30));
      Credential credential = server.enrol();
      String task = server.submit();
      write(journals, accept(server, credential), new Seconds(labels, samples), seconds);
      long begun = System.nanoTime();
      deliver(server, credential, journals, directory.resolve("runs"));
      double took = (System.nanoTime() - begun) / 1e9;
      System.out.printf(
          "%d seconds of %d labels, %d samples each, stored within %.1f s: %.0f × real time.%n",
          seconds, labels, samples, took, seconds / took);
      long after = System.nanoTime();
      awaitFigures(server, task, (long) seconds * labels * samples);
      System.out.printf(
          "The task shows all of it %.1f s later.%n", (System.nanoTime() - after) / 1e9);
    } finally {
      remove(directory);
    }
  }

  /** Accepts the offer as an agent would that dies at once. */
  private static Claim accept(Server server, Credential credential) throws InterruptedException {
    try (ControlPlane controlPlane =
        new ControlPlane(server.address(), credential, new Contact())) {
      Hello.Tools tools = new Hello.Tools(Set.of("custom"), Set.of(), Map.of());
      controlPlane.hello(new Hello("earlier", List.of(), tools, "0", Optional.empty(), List.of()));
      List<Offer> offers = List.of();
      while (offers.isEmpty()) {
        offers = controlPlane.poll("earlier", List.of()).offers();
      }
      controlPlane.accept("earlier", offers.getFirst().claim(), Optional.empty());
      return offers.getFirst().claim();
    }
  }

  private static void write(JournalSettings settings, Claim claim, Seconds load, int seconds)
      throws IOException {
    try (JournalDirectory journals = JournalDirectory.open(settings)) {
      Journal journal = journals.begin(claim, "benchmark", why -> {});
      journal.means(new LatencyMeaning("made up", Duration.ofNanos(1_000)));
      long nanos = 0;
      for (int second = 0; second < seconds; second++) {
        var snapshot = load.second(second);
        long begun = System.nanoTime();
        journal.add(snapshot);
        nanos += System.nanoTime() - begun;
      }
      journal.keep();
      try (Stream<Path> files = Files.list(settings.directory())) {
        long bytes = files.mapToLong(file -> file.toFile().length()).sum();
        System.out.printf(
            "The journal has %.1f MB, %d bytes a second; writing a second took %.0f µs.%n",
            bytes / 1e6, bytes / seconds, nanos / 1e3 / seconds);
      }
    }
  }

  private static void deliver(
      Server server, Credential credential, JournalSettings journals, Path runs)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (LoadEngine engine =
            LoadEngine.builder().workDirectory(runs).tools(ToolFinder.of()).build();
        Agent agent =
            Agent.start(
                new AgentSettings(
                    server.address(),
                    credential,
                    "worker",
                    "0",
                    engine,
                    new NoTools(),
                    journals))) {
      while (!agent.isServing() || !isDelivered(journals.directory())) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("Not delivered within " + PATIENCE);
        }
        Thread.sleep(20);
      }
    }
  }

  /** They follow within a second or two. */
  private static void awaitFigures(Server server, String task, long expected)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + FIGURES.toNanos();
    while (!server.task(task).contains("\"total_requests\":" + expected + ",")) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "Not all of " + expected + " samples are there: " + server.task(task));
      }
      Thread.sleep(20);
    }
  }

  private static boolean isDelivered(Path directory) {
    String[] left = directory.toFile().list((parent, name) -> name.contains(".journal"));
    return left == null || left.length == 0;
  }

  private static int option(String[] args, String name, int otherwise) {
    int at = Arrays.asList(args).indexOf(name);
    return at < 0 ? otherwise : Integer.parseInt(args[at + 1]);
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    }
  }

  private static final class NoTools implements Toolbox {
    @Override
    public Set<String> installed() {
      return Set.of("custom");
    }

    @Override
    public Map<String, String> installable() {
      return Map.of();
    }

    @Override
    public void install(String tool, Consumer<String> progress) {}
  }
}
