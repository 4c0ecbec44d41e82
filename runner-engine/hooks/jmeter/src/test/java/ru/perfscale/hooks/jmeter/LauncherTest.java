package ru.perfscale.hooks.jmeter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.hooks.samples.Frames;

class LauncherTest {
  @TempDir private Path directory;
  private Target target;

  @BeforeEach
  void start() throws IOException {
    target = new Target();
  }

  @AfterEach
  void stop() {
    target.close();
  }

  @Test
  void everySampleIsCountedOnceWithItsPhaseKindAndOutcome() throws Exception {
    String plan =
        Jmx.plan(
            Jmx.setUp(1, "2", http("login", "/ok")),
            Jmx.threads(
                4,
                "25",
                http("good", "/ok"),
                http("bad", "/fail"),
                Jmx.groovy("script", "SampleResult.setSuccessful(true)")),
            Jmx.tearDown(1, "3", http("logout", "/ok")),
            Jmx.jtl(Path.of("unread.jtl")),
            Jmx.listeners());
    Frames frames = run(plan, Map.of());
    assertThat(directory.resolve("unread.jtl")).doesNotExist();
    assertThat(count(frames))
        .containsOnly(
            entry("setup http ok login", 2L),
            entry("main http ok good", 100L),
            entry("main http error bad", 100L),
            entry("main custom ok script", 100L),
            entry("teardown http ok logout", 3L));
    assertThat(target.requests()).isEqualTo(205);
    assertThat(frames.users()).isNotEmpty().allMatch(users -> users >= 0 && users <= 4);
    long now = System.currentTimeMillis() * 1_000_000;
    assertThat(frames.samples())
        .allMatch(sample -> sample.durationNanos() >= 0)
        .allMatch(sample -> sample.durationNanos() % 1_000_000 == 0)
        .allMatch(sample -> sample.endNanos() <= now && sample.endNanos() > now - 120_000_000_000L);
  }

  @Test
  void theSamplesEqualTheJtlOfTheSamePlan() throws Exception {
    Path jtl = directory.resolve("run.jtl");
    Frames frames =
        run(
            Jmx.plan(Jmx.threads(2, "100", http("a", "/ok"), http("b", "/fail")), Jmx.jtl(jtl)),
            Map.of());
    assertThat(
            frames.samples().stream()
                .map(s -> s.durationNanos() / 1_000_000 + "," + s.label() + "," + !s.error()))
        .hasSize(400)
        .containsExactlyInAnyOrderElementsOf(Files.readAllLines(jtl));
  }

  @Test
  void transactionsOfBothKindsAndAnyNestingAreNotCountedAndHideNoSample() throws Exception {
    Frames frames =
        run(
            Jmx.plan(
                Jmx.threads(2, "5", nested("plain", false, false)),
                Jmx.threads(2, "5", nested("parents", true, true)),
                Jmx.threads(2, "5", nested("outer parent", true, false)),
                Jmx.threads(2, "5", nested("inner parent", false, true))),
            Map.of());
    Map<String, Long> expected = new HashMap<>();
    for (String name : List.of("plain", "parents", "outer parent", "inner parent")) {
      expected.put("main http ok " + name + " first", 10L);
      expected.put("main http error " + name + " second", 10L);
      expected.put("main custom ok " + name + " third", 10L);
      expected.put("main http ok " + name + " fourth", 10L);
    }
    assertThat(count(frames)).isEqualTo(expected);
  }

  private String nested(String name, boolean outerParent, boolean innerParent) {
    return Jmx.transaction(
        name + " outer",
        outerParent,
        http(name + " first", "/ok"),
        Jmx.transaction(
            name + " inner",
            innerParent,
            http(name + " second", "/fail"),
            Jmx.groovy(name + " third", "SampleResult.setSuccessful(true)")),
        http(name + " fourth", "/ok"));
  }

  @Test
  void aModuleControllerRunsTheFragmentItPointsTo() throws Exception {
    String plan =
        Jmx.plan(
            Jmx.fragment("fragment", http("shared", "/ok")),
            Jmx.setUp(1, "1", Jmx.module("plan", "fragment")),
            Jmx.threads(1, "3", Jmx.module("plan", "fragment")));
    assertThat(count(run(plan, Map.of())))
        .containsOnly(entry("setup http ok shared", 1L), entry("main http ok shared", 3L));
  }

  @Test
  void redirectsAndEmbeddedResourcesArePartOfTheirSampleInAnyTransaction() throws Exception {
    Frames frames =
        run(
            Jmx.plan(
                Jmx.threads(1, "10", http("moved", "/redirect")),
                Jmx.threads(1, "10", Jmx.transaction("parent", true, http("hidden", "/redirect"))),
                Jmx.threads(1, "10", Jmx.transaction("plain", false, http("open", "/page")))),
            Map.of());
    assertThat(count(frames))
        .containsOnly(
            entry("main http ok moved", 10L),
            entry("main http ok hidden", 10L),
            entry("main http ok open", 10L));
    assertThat(target.requests()).isEqualTo(10 * 2 + 10 * 2 + 10 * 2);
  }

  @Test
  void aRefusedConnectionIsAnErrorAndUntimedOrTimedAboveZero() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    Frames frames = run(Jmx.plan(Jmx.threads(2, "50", Jmx.http("refused", closed, "/"))), Map.of());
    assertThat(frames.samples())
        .hasSize(100)
        .allMatch(Frames.Sample::error)
        .noneMatch(sample -> sample.durationNanos() == 0)
        .anyMatch(sample -> sample.durationNanos() == -1);
  }

  @Test
  void thePlanReadsWhatTheRunGivesAndNobodyFindsTheFileThatItCameIn() throws Exception {
    Files.writeString(directory.resolve(".perfscale-given"), "shop.name=caf\\u00e9\ntoken=s1\n");
    Files.writeString(directory.resolve("names.csv"), "ann\nbob\n");
    String isGone = "SampleResult.setSuccessful(!new File(\".perfscale-given\").exists())";
    String plan =
        Jmx.plan(
            Jmx.threads(
                1,
                "1",
                Jmx.groovy("${__P(users,-)} for ${__P(duration,-)} s", isGone),
                Jmx.groovy("${__P(shop.name,-)} ${__P(token,-)}", isGone)),
            Jmx.threads(
                1,
                "-1",
                Jmx.csv("names.csv", "name"),
                Jmx.groovy("hello ${name}", "SampleResult.setSuccessful(true)")));
    Frames frames = run(plan, Map.of("PERFSCALE_USERS", "7", "PERFSCALE_DURATION", "90"));
    assertThat(count(frames))
        .containsOnly(
            entry("main custom ok 7 for 90 s", 1L),
            entry("main custom ok café s1", 1L),
            entry("main custom ok hello ann", 1L),
            entry("main custom ok hello bob", 1L));
  }

  @Test
  void stopEndsTheLoadRunsTheTearDownAndKeepsEverySample() throws Exception {
    String plan =
        Jmx.plan(
            Jmx.threads(2, "-1", http("endless", "/ok")),
            Jmx.tearDown(1, "1", http("logout", "/ok")));
    try (LaunchedPlan run = new LaunchedPlan(directory, plan, Map.of())) {
      run.awaitBytes(20_000);
      run.stop();
      Frames frames = run.frames();
      assertThat(frames.samples()).hasSize((int) target.requests());
      assertThat(count(frames)).containsEntry("teardown http ok logout", 1L);
    }
  }

  @Test
  void stopBeforeTheStartLeavesNothingToDo() throws Exception {
    String plan = Jmx.plan(Jmx.threads(2, "-1", http("endless", "/ok")));
    try (LaunchedPlan run = new LaunchedPlan(directory, plan, Map.of())) {
      run.stop();
      assertThat(run.frames().samples()).hasSize((int) target.requests());
    }
  }

  @Test
  void theEndOfStandardInputDoesNotStopTheRun() throws Exception {
    String plan = Jmx.plan(Jmx.threads(1, "50", http("steady", "/ok")));
    try (LaunchedPlan run = new LaunchedPlan(directory, plan, Map.of())) {
      run.closeStdin();
      assertThat(run.frames().samples()).hasSize(50);
    }
  }

  @Test
  void aThreadThatDiesOfAnErrorMakesTheRunAFailure() throws Exception {
    String script = "throw new StackOverflowError()";
    String plan = Jmx.plan(Jmx.threads(2, "1", Jmx.groovy("x", script), http("after", "/ok")));
    try (LaunchedPlan run = new LaunchedPlan(directory, plan, Map.of())) {
      assertThat(run.exit()).as(run::stderr).isEqualTo(1);
      assertThat(run.stderr())
          .contains("A thread of the plan died of java.lang.StackOverflowError");
    }
  }

  @Test
  void aPlanThatCannotRunEndsWithAnExitCodeOfItsOwn() throws Exception {
    String element =
        "<com.example.NoSuchSampler testclass=\"com.example.NoSuchSampler\" testname=\"x\"/><hashTree/>";
    try (LaunchedPlan run =
        new LaunchedPlan(directory, Jmx.plan(Jmx.threads(1, "1", element)), Map.of())) {
      assertThat(run.exit()).as(run::stderr).isEqualTo(65);
      assertThat(run.stderr())
          .contains("JMeter cannot run the plan: ", "com.example.NoSuchSampler", "line 16");
    }
  }

  private String http(String label, String path) {
    return Jmx.http(label, target.port(), path);
  }

  private Frames run(String plan, Map<String, String> environment) throws Exception {
    try (LaunchedPlan run = new LaunchedPlan(directory, plan, environment)) {
      return run.frames();
    }
  }

  static Map<String, Long> count(Frames frames) {
    return frames.samples().stream()
        .collect(
            Collectors.groupingBy(
                s ->
                    s.phase()
                        + " "
                        + s.kind()
                        + " "
                        + (s.error() ? "error" : "ok")
                        + " "
                        + s.label(),
                Collectors.counting()));
  }
}
