package ru.perfscale.runner.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.runner.engine.Means;
import ru.perfscale.runner.engine.RunUser;

/** The supervisor without an engine: what it does when the engine is gone. */
class SupervisorScriptTest {
  private static final String TREE =
      """
      trap '' TERM
      (trap '' TERM; sleep 600) &
      setsid bash -c 'trap "" TERM; (sleep 600 &); sleep 600; :' &
      env -i sleep 600 &
      echo up >&2
      while :; do sleep 1; done
      """;

  @TempDir private Path parent;
  private final String id = UUID.randomUUID().toString();

  @BeforeEach
  void letEveryoneIn() throws Exception {
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void endsTheTreeWhenItsInputEnds(Isolation isolation) throws Exception {
    String mark = "PERFSCALE_RUN=" + id;
    RunDirectory directory = RunDirectory.create(parent, id, isolation.user());
    directory.makePipes();
    directory.writeEnvironment(Map.of("PATH", Isolation.searchPath(), "PERFSCALE_RUN", id));
    Optional<Cgroup> cgroup = isolation.cgroup(id);
    Process supervisor = Command.builder(command(isolation, directory, mark, cgroup)).start();
    try (BufferedReader words = supervisor.inputReader();
        Pipe log = Pipe.open(directory.log())) {
      assertThat(words.readLine()).isEqualTo("ready");
      supervisor.getOutputStream().write("start\n".getBytes());
      supervisor.getOutputStream().flush();
      log.readAll((bytes, from, to) -> finish(log));
      ProcessSearch search = new ProcessSearch(Optional.empty(), 0, mark);
      awaitTree(search);

      supervisor.getOutputStream().close();

      assertThat(supervisor.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(words.lines()).anyMatch(line -> line.matches("left [6-9]"));
      assertThat(search.find()).isEmpty();
      assertThat(parent).isEmptyDirectory();
      cgroup.ifPresent(made -> assertThat(made.path()).doesNotExist());
    } finally {
      supervisor.getOutputStream().close();
      supervisor.waitFor(20, TimeUnit.SECONDS);
      supervisor.destroyForcibly();
    }
  }

  /** Six of its processes are there for good and have the mark. */
  private static void awaitTree(ProcessSearch search) throws InterruptedException {
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (search.find().size() < 6) {
      assertThat(System.nanoTime()).as("the tree is there in time").isLessThan(patience);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static void finish(Pipe log) {
    try {
      log.finish();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> command(
      Isolation isolation, RunDirectory directory, String mark, Optional<Cgroup> cgroup) {
    String mode =
        switch (isolation.means()) {
          case PID_NAMESPACE -> "namespace";
          case CGROUP -> "cgroup";
          case PROCESS_GROUP -> "group";
        };
    List<String> command = new ArrayList<>(isolation.supervisorPrefix());
    command.addAll(List.of("bash", directory.script("supervisor.sh").toString()));
    command.addAll(List.of(mode, "30", mark));
    command.add(directory.path().toString());
    command.add(cgroup.map(made -> made.path().toString()).orElse("-"));
    command.addAll(isolation.toolPrefix());
    command.addAll(List.of("bash", directory.script("launch.sh").toString()));
    command.addAll(List.of(directory.home().toString(), "/dev/null", "-"));
    command.addAll(List.of(directory.log().toString(), "4096", "1000", "/bin/bash", "-c", TREE));
    return command;
  }

  @Test
  void aGroupEndsWithTheEnginesEnd() throws Exception {
    Optional<RunUser> user = Isolation.probe(Optional.empty()).user();
    endsTheTreeWhenItsInputEnds(new Isolation(Means.PROCESS_GROUP, user, false));
  }

  @Test
  void aCgroupEndsWithTheEnginesEnd() throws Exception {
    Optional<Isolation> cgroup = Machine.cgroup();
    if (cgroup.isPresent()) {
      endsTheTreeWhenItsInputEnds(cgroup.get());
    }
  }

  @Test
  void anEndBeforeTheStartIsNothingToTheRestOfTheMachine() throws Exception {
    Optional<RunUser> user = Isolation.probe(Optional.empty()).user();
    Isolation group = new Isolation(Means.PROCESS_GROUP, user, false);
    String mark = "PERFSCALE_RUN=" + id;
    RunDirectory directory = RunDirectory.create(parent, id, user);
    directory.writeEnvironment(Map.of());
    // It kills nothing but says what it would kill, lest this test end the machine.
    Path script = directory.script("supervisor.sh");
    Files.writeString(script, Files.readString(script).replace("kill -KILL", "echo would-kill"));
    Process supervisor = Command.builder(command(group, directory, mark, Optional.empty())).start();
    try (BufferedReader words = supervisor.inputReader()) {
      supervisor.getOutputStream().close();

      assertThat(words.lines()).startsWith("ready").endsWith("left 0");
      assertThat(supervisor.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      supervisor.destroyForcibly();
    }
  }

  @Test
  void whateverThisMachineOffersEndsWithTheEnginesEnd() throws Exception {
    endsTheTreeWhenItsInputEnds(Isolation.probe(Optional.empty()));
  }
}
