package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.Concurrently;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.UseCases;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.application.task.AcceptOffer.Acceptance;
import ru.perfscale.application.task.AssignmentRepository.Held;
import ru.perfscale.domain.Refusal;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.Epoch;
import ru.perfscale.domain.task.MachineSelection;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskRef;
import ru.perfscale.domain.task.TaskStatus;
import ru.perfscale.domain.task.Verdict;

/** Several servers at the same tasks and machines. */
final class DispatchTest {
  private static final int SERVERS = 20;

  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  private final Storage storage = database.storage();

  @Test
  void openAssignmentsAreLockedByOneServerEach() throws Exception {
    Workspace workspace = Workspace.in(storage);
    LoadTest test = workspace.test("test");
    List<Assignment> all =
        IntStream.range(0, 200).mapToObj(i -> workspace.open(workspace.task(test))).toList();

    List<List<Assignment>> taken =
        Concurrently.times(
            SERVERS,
            server -> {
              List<Assignment> mine = new ArrayList<>();
              List<Assignment> locked;
              do {
                locked = revokedSome();
                mine.addAll(locked);
              } while (!locked.isEmpty());
              return mine;
            });

    assertThat(
            taken.stream()
                .flatMap(List::stream)
                .filter(open -> open.task().tenant().equals(workspace.tenant()))
                .map(Assignment::id))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(all.stream().map(Assignment::id).toList());
  }

  private List<Assignment> revokedSome() {
    return storage
        .transactions()
        .call(
            () -> {
              List<Assignment> some = storage.assignments().lockOpen(3);
              some.forEach(open -> storage.assignments().save(open.revoked()));
              return some;
            });
  }

  @Test
  void eachTaskIsOfferedOnceAndEachMachineGetsOneOffer() throws Exception {
    Workspace workspace = Workspace.in(storage);
    LoadTest test = workspace.test("test");
    List<Agent> agents =
        IntStream.range(0, 30).mapToObj(i -> workspace.serving("worker-" + i)).toList();
    List<Assignment> all =
        IntStream.range(0, 40).mapToObj(i -> workspace.open(workspace.task(test))).toList();

    Concurrently.times(
        SERVERS,
        server -> {
          UseCases.over(storage).place().place();
          return null;
        });

    List<Held> held =
        agents.stream().flatMap(agent -> storage.assignments().heldBy(agent).stream()).toList();
    assertThat(held).hasSize(30);
    assertThat(held)
        .extracting(each -> each.assignment().id())
        .as("the oldest ones")
        .containsExactlyInAnyOrderElementsOf(
            all.subList(0, 30).stream().map(Assignment::id).toList());
    assertThat(held).extracting(each -> each.assignment().epoch()).containsOnly(new Epoch(1));
    assertThat(storage.tasks().find(all.get(39).task()).orElseThrow().progress().pendingReason())
        .contains("every machine that can run it is busy");
  }

  @Test
  void aMachineIsEitherRemovedOrOfferedATask() throws Exception {
    UseCases server = UseCases.over(storage);
    for (int round = 0; round < 30; round++) {
      Workspace workspace = Workspace.in(storage);
      Agent agent = workspace.serving("worker");
      Assignment open = workspace.open(workspace.task(workspace.test("test")));
      List<Boolean> removed =
          Concurrently.run(
              List.of(
                  () -> {
                    server.place().place();
                    return false;
                  },
                  () ->
                      unlessRefused(
                          () -> storage.machines().remove(workspace.tenant(), agent.machine()))));

      AssignmentStatus status = stored(open).status();
      assertThat(status)
          .isEqualTo(removed.contains(true) ? AssignmentStatus.OPEN : AssignmentStatus.OFFERED);
      storage.assignments().save(stored(open).revoked());
    }
  }

  @Test
  void acceptingAndCancellingAtTheSameTimeEndInOneState() throws Exception {
    UseCases server = UseCases.over(storage);
    Workspace workspace = Workspace.in(storage);
    Agent agent = workspace.serving("worker");
    LoadTest test = workspace.test("test");
    for (int round = 0; round < 50; round++) {
      Task task = server.submit().submit(workspace.member(), test.id(), MachineSelection.ONE);
      Assignment offered = storage.assignments().heldBy(agent).getFirst().assignment();
      List<Boolean> done =
          Concurrently.run(
              List.<Callable<Boolean>>of(
                  () ->
                      unlessRefused(
                          () ->
                              server
                                      .accept()
                                      .accept(
                                          agent,
                                          new Acceptance(
                                              offered.id(),
                                              offered.epoch(),
                                              Workspace.BOOT,
                                              Optional.empty()))
                                  != null),
                  () ->
                      unlessRefused(
                          () -> {
                            server.cancel().cancel(workspace.member(), task.id());
                            return true;
                          })));

      assertThat(done.get(1)).as("cancelled").isTrue();
      Task after = storage.tasks().find(task.ref()).orElseThrow();
      assertThat(after.isCancelRequested()).isTrue();
      assertThat(after.status()).isEqualTo(done.get(0) ? TaskStatus.RUNNING : TaskStatus.CANCELLED);
      assertThat(stored(offered).status())
          .isEqualTo(done.get(0) ? AssignmentStatus.RUNNING : AssignmentStatus.REVOKED);
      if (done.get(0)) {
        end(after.ref(), stored(offered));
      }
    }
  }

  private void end(TaskRef ref, Assignment running) {
    storage.assignments().save(running.finished());
    Task task = storage.tasks().find(ref).orElseThrow();
    storage.tasks().save(task.ended(Verdict.cancelled(), task.findings(), Workspace.now()));
  }

  private static boolean unlessRefused(Callable<Boolean> work) throws Exception {
    try {
      return work.call();
    } catch (Refusal e) {
      return false;
    }
  }

  private Assignment stored(Assignment assignment) {
    Optional<Assignment> stored =
        storage.assignments().lock(assignment.task().tenant(), assignment.id());
    return stored.orElseThrow();
  }
}
