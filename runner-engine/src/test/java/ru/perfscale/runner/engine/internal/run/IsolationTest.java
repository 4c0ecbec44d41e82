package ru.perfscale.runner.engine.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.runner.engine.End;
import ru.perfscale.runner.engine.Means;
import ru.perfscale.runner.engine.Run;
import ru.perfscale.runner.engine.RunResult;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.RunUser;
import ru.perfscale.runner.engine.StartFailed;
import ru.perfscale.runner.engine.internal.process.Isolation;
import ru.perfscale.runner.engine.internal.process.Machine;
import ru.perfscale.runner.engine.internal.process.ProcessSearch;
import ru.perfscale.runner.engine.tool.Custom;

/** Each way to hold a run together, also those that this machine would not choose. */
class IsolationTest {
  private static final String TREE =
      """
      #!/bin/bash
      trap '' TERM
      sleep 600 &
      setsid bash -c 'trap "" TERM; (sleep 600 &); sleep 600' &
      (setsid bash -c '(sleep 600 &)' &)
      env -i sleep 600 &
      echo '1 ok ready' > $PERFSCALE_SAMPLES
      while :; do sleep 1; done
      """;

  @TempDir private Path directory;

  @BeforeEach
  void letEveryoneIn() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Runs runs(Isolation isolation) {
    return new Runs(
        directory.resolve("runs"),
        tool -> {
          throw new AssertionError(tool);
        },
        List.of(new Custom()),
        () -> isolation,
        new Limits(Duration.ofSeconds(10), 1L << 30));
  }

  private Optional<RunUser> userOfTools() throws Exception {
    boolean root = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    return root ? Optional.of(RunUser.NOBODY) : Optional.empty();
  }

  private void stopsATree(Isolation isolation) throws Exception {
    Runs runs = runs(isolation);
    CountDownLatch ready = new CountDownLatch(1);
    RunSpec spec = RunSpec.builder("custom", TREE).grace(Duration.ofMillis(200)).build();
    Run run =
        runs.start(
            spec,
            second -> {
              if (!second.series().isEmpty()) {
                ready.countDown();
              }
            });
    try {
      assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();
      awaitTree(new ProcessSearch(Optional.empty(), 0, "PERFSCALE_RUN=" + run.id()));
      run.cancel();
      RunResult result = run.result().get(30, TimeUnit.SECONDS);

      assertThat(result.end()).isEqualTo(End.CANCELLED);
      assertThat(result.stop().means()).isEqualTo(isolation.means());
      assertThat(result.stop().killed()).isGreaterThanOrEqualTo(6);
      assertThat(result.stop().nothingLeft()).isTrue();
      assertThat(new ProcessSearch(Optional.empty(), 0, "PERFSCALE_RUN=" + run.id()).find())
          .isEmpty();
      isolation
          .cgroups()
          .ifPresent(
              parent ->
                  assertThat(parent.toFile().list()).noneMatch(name -> name.contains(run.id())));
    } finally {
      runs.close();
    }
  }

  /** Six of its processes are there for good and have the run's mark. */
  private static void awaitTree(ProcessSearch search) throws InterruptedException {
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (search.find().size() < 6) {
      assertThat(System.nanoTime()).as("the tree is there in time").isLessThan(patience);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Test
  void aProcessGroupIsHuntedDownWithItsDescendantsAndMarks() throws Exception {
    stopsATree(new Isolation(Means.PROCESS_GROUP, userOfTools(), false));
  }

  @Test
  void aCgroupEndsEverythingAndIsRemoved() throws Exception {
    Optional<Isolation> isolation = Machine.cgroup();
    if (isolation.isPresent()) {
      stopsATree(isolation.get());
    }
  }

  @Test
  void aRunThatNobodyWaitsForAnyMoreFails() throws Exception {
    for (Isolation isolation :
        List.of(
            Isolation.probe(Optional.empty()),
            new Isolation(Means.PROCESS_GROUP, userOfTools(), false))) {
      Runs runs = runs(isolation);
      Run run = runs.start(RunSpec.builder("custom", "sleep 600").build(), second -> {});
      try {
        waiterOf(run).destroyForcibly();
        RunResult result = run.result().get(30, TimeUnit.SECONDS);

        assertThat(result.end()).isEqualTo(End.FAILED);
        assertThat(result.exitCode()).isEmpty();
        assertThat(result.message()).startsWith("The process that waited for the tool was killed");
        assertThat(result.stop().nothingLeft()).isTrue();
      } finally {
        runs.close();
      }
    }
  }

  /** The child of the supervisor whose command line is still the supervisor's. */
  private static ProcessHandle waiterOf(Run run) {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> commandLine(process).contains(run.id()))
        .filter(
            process ->
                commandLine(process).matches("bash\\x00[^\\x00]*/supervisor\\.sh\\x00(?s:.*)"))
        .filter(process -> process.children().findAny().isPresent())
        .max(Comparator.comparing(IsolationTest::depth))
        .orElseThrow();
  }

  private static int depth(ProcessHandle process) {
    return process.parent().map(parent -> 1 + depth(parent)).orElse(0);
  }

  @Test
  void aPidNamespaceEndsEverything() throws Exception {
    Isolation probed = Isolation.probe(Optional.empty());
    Assumptions.assumeTrue(probed.means() == Means.PID_NAMESPACE, "no PID namespaces here");
    stopsATree(probed);
  }

  @Test
  void aPidNamespaceWithinAUserNamespaceEndsEverything() throws Exception {
    Isolation own = new Isolation(Means.PID_NAMESPACE, Optional.empty(), true);
    Assumptions.assumeTrue(own.works(), "no user namespaces here");
    stopsATree(own);
  }

  @Test
  void aKilledSupervisorFailsTheRunAndLeavesNothing() throws Exception {
    for (Isolation isolation :
        List.of(
            Isolation.probe(Optional.empty()),
            new Isolation(Means.PROCESS_GROUP, userOfTools(), false))) {
      Runs runs = runs(isolation);
      Run run = runs.start(RunSpec.builder("custom", "sleep 600").build(), second -> {});
      try {
        ProcessHandle.current()
            .children()
            .filter(child -> commandLine(child).contains(run.id()))
            .forEach(ProcessHandle::destroyForcibly);
        RunResult result = run.result().get(30, TimeUnit.SECONDS);

        assertThat(result.end()).isEqualTo(End.FAILED);
        assertThat(result.exitCode()).isEmpty();
        assertThat(result.message()).startsWith("The run's supervisor ended before the tool");
        assertThat(result.stop().nothingLeft()).isTrue();
        assertThat(new ProcessSearch(Optional.empty(), 0, "PERFSCALE_RUN=" + run.id()).find())
            .isEmpty();
      } finally {
        runs.close();
      }
    }
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    } catch (java.io.IOException e) {
      return "";
    }
  }

  @Test
  void aRunThatCannotStartLeavesNothingBehind() throws Exception {
    Path blocked = Files.createDirectory(directory.resolve("blocked-" + UUID.randomUUID()));
    Files.setPosixFilePermissions(blocked, PosixFilePermissions.fromString("---------"));
    Runs inBlocked =
        new Runs(
            blocked.resolve("runs"),
            tool -> {
              throw new AssertionError(tool);
            },
            List.of(new Custom()),
            () -> Isolation.probe(Optional.empty()),
            new Limits(Duration.ofSeconds(10), 1L << 30));

    assertThatThrownBy(
            () -> inBlocked.start(RunSpec.builder("custom", "true").build(), second -> {}))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining(blocked.toString());
    Files.setPosixFilePermissions(blocked, PosixFilePermissions.fromString("rwx------"));
    inBlocked.close();
  }
}
