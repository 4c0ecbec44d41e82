package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.UseCases;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.MachineSelection;
import ru.perfscale.domain.task.MachineSelection.Count;
import ru.perfscale.domain.task.RunReport.End;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskStatus;

/** Who comes first when there are more tasks than machines. */
final class QueueTest {
  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  private final Storage storage = database.storage();
  private final UseCases server = UseCases.over(storage);
  private final Workspace workspace = Workspace.in(storage);

  @Test
  void aTaskKnowsItsPlaceAmongItsTenantsOnes() {
    Workspace others = Workspace.in(storage);
    server.submit().submit(others.member(), others.test("test").id(), MachineSelection.ONE);
    List<Task> tasks =
        List.of(
            submit(server, new Count(1)),
            submit(server, new Count(3)),
            submit(server, new Count(1)));
    assertThat(tasks).extracting(this::place).containsExactly(1, 2, 3);

    server.cancel().cancel(workspace.member(), tasks.getFirst().id());
    assertThat(tasks).extracting(this::place).containsExactly(0, 1, 2);
    Fleet fleet = new Fleet(server, workspace, 3);
    server.place().place();
    assertThat(tasks).extracting(this::place).as("it has its machines").containsExactly(0, 0, 1);
    fleet.get(0).decline("busy");
    assertThat(tasks)
        .extracting(this::place)
        .as("it goes back to its place")
        .containsExactly(0, 1, 2);
  }

  @Test
  void aTaskOfSeveralMachinesIsNotStarvedByYoungerOnes() {
    Fleet fleet = new Fleet(server, workspace, 2);
    Task first = submit(server, new Count(1));
    Fleet.Member busy = holder(fleet);
    busy.accept();
    Task both = submit(server, new Count(2));
    Task younger = submit(server, new Count(1));

    assertThat(machines(both)).isZero();
    assertThat(machines(younger)).as("the free machine is kept for the older task").isZero();
    assertThat(storage.tasks().find(younger.ref()).orElseThrow().progress().pendingReason())
        .contains("every machine that can run it is busy");

    busy.finish(End.COMPLETED, "");
    server.place().place();
    assertThat(status(first).isTerminal()).isTrue();
    assertThat(machines(both)).isEqualTo(2);
    assertThat(machines(younger)).isZero();
  }

  @Test
  void oneThatWaitsForMoreMachinesThanThereAreHoldsUpNobody() {
    new Fleet(server, workspace, 2);
    Task three = submit(server, new Count(3));
    Task one = submit(server, new Count(1));

    assertThat(machines(three)).isZero();
    assertThat(machines(one)).isEqualTo(1);
  }

  @Test
  void theTenantsTakeTurns() {
    Workspace other = Workspace.in(storage);
    List<Workspace> submitters = List.of(workspace, workspace, workspace, other, other);
    submitters.forEach(each -> each.open(each.task(each.test("test"))));

    List<TenantId> turns = new ArrayList<>();
    for (Assignment open : storage.assignments().lockOpen(10_000)) {
      TenantId tenant = open.task().tenant();
      if (tenant.equals(workspace.tenant()) || tenant.equals(other.tenant())) {
        turns.add(tenant);
      }
    }
    assertThat(turns)
        .containsExactly(
            workspace.tenant(),
            other.tenant(),
            workspace.tenant(),
            other.tenant(),
            workspace.tenant());
  }

  @Test
  void noMoreOfATenantsTasksHaveMachinesThanItMay() {
    UseCases limited = UseCases.over(storage, OptionalInt.of(2));
    Fleet fleet = new Fleet(limited, workspace, 4);
    Task two = submit(limited, new Count(2));
    Task second = submit(limited, new Count(1));
    Task third = submit(limited, new Count(1));

    assertThat(List.of(machines(two), machines(second), machines(third))).containsExactly(2, 1, 0);
    assertThat(storage.tasks().find(third.ref()).orElseThrow().progress().pendingReason())
        .contains("2 tasks of the workspace run, at most 2 may at a time");
    limited.cancel().cancel(workspace.member(), two.id());
    limited.place().place();
    assertThat(machines(third)).isEqualTo(1);
    assertThat(fleet.members().stream().filter(m -> !m.orders().isEmpty())).hasSize(2);
  }

  private Task submit(UseCases by, MachineSelection wanted) {
    LoadTest test = workspace.test("test");
    return by.submit().submit(workspace.member(), test.id(), wanted);
  }

  private int place(Task task) {
    return storage.tasks().find(task.ref()).orElseThrow().progress().queuePosition().orElse(0);
  }

  private TaskStatus status(Task task) {
    return storage.tasks().find(task.ref()).orElseThrow().status();
  }

  private int machines(Task task) {
    return storage.tasks().find(task.ref()).orElseThrow().machines().size();
  }

  private static Fleet.Member holder(Fleet fleet) {
    return fleet.members().stream()
        .filter(member -> !member.orders().offers().isEmpty())
        .findFirst()
        .orElseThrow();
  }
}
