package ru.perfscale.domain.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.machine.MachineStatus;
import ru.perfscale.domain.task.MachineSelection.Count;
import ru.perfscale.domain.task.MachineSelection.Labelled;
import ru.perfscale.domain.task.MachineSelection.Listed;
import ru.perfscale.domain.task.Placement.Candidate;
import ru.perfscale.domain.task.Placement.Chosen;
import ru.perfscale.domain.task.Placement.Waiting;

class PlacementTest {
  private static final Set<Tool> NONE = Set.of();
  private static final Set<Tool> K6 = Set.of(Tool.K6);

  @Test
  void aMachineThatHasTheToolComesBeforeOneThatWouldInstallIt() {
    Candidate installs = candidate(MachineStatus.ONLINE, NONE, K6);
    Candidate has = candidate(MachineStatus.ONLINE, K6, NONE);
    assertThat(one(installs, has)).isEqualTo(new Chosen(List.of(has.id())));
    assertThat(one(installs)).isEqualTo(new Chosen(List.of(installs.id())));
  }

  @Test
  void aBusyOrOfflineMachineOrOneInMaintenanceIsLeftAlone() {
    for (MachineStatus status :
        List.of(MachineStatus.BUSY, MachineStatus.OFFLINE, MachineStatus.MAINTENANCE)) {
      assertThat(one(candidate(status, K6, NONE))).isInstanceOf(Waiting.class);
    }
  }

  @Test
  void theReasonSaysWhatIsMissing() {
    assertThat(reason()).isEqualTo("no machine is registered");
    assertThat(reason(candidate(MachineStatus.OFFLINE, K6, NONE)))
        .isEqualTo("no machine is online");
    assertThat(reason(candidate(MachineStatus.ONLINE, NONE, NONE)))
        .isEqualTo("no machine that is online can run k6");
    assertThat(reason(candidate(MachineStatus.BUSY, K6, NONE)))
        .isEqualTo("every machine that can run it is busy");
  }

  @Test
  void severalMachinesAreChosenAllOrNone() {
    Candidate installs = candidate(MachineStatus.ONLINE, NONE, K6);
    Candidate first = candidate(MachineStatus.ONLINE, K6, NONE);
    Candidate second = candidate(MachineStatus.ONLINE, K6, NONE);
    Candidate busy = candidate(MachineStatus.BUSY, K6, NONE);

    assertThat(of(new Count(2), installs, first, second))
        .isEqualTo(new Chosen(List.of(first.id(), second.id())));
    assertThat(of(new Count(4), first, second))
        .isEqualTo(new Waiting("4 machines are wanted, 2 are registered"));
    assertThat(of(new Count(2), first, candidate(MachineStatus.OFFLINE, K6, NONE)))
        .isEqualTo(new Waiting("2 machines are wanted, 1 is online"));
    assertThat(of(new Count(2), first, candidate(MachineStatus.ONLINE, NONE, NONE)))
        .isEqualTo(new Waiting("2 machines are wanted, 1 is online and can run k6"));
    assertThat(of(new Count(2), first, busy))
        .isEqualTo(
            new Waiting("2 machines are wanted, 1 is free and can run k6", Set.of(first.id())));
  }

  @Test
  void namedMachinesAreTheOnesAndNoOthers() {
    Candidate free = candidate(MachineStatus.ONLINE, K6, NONE);
    Candidate other = candidate(MachineStatus.ONLINE, K6, NONE);
    Candidate busy = named("b", MachineStatus.BUSY, K6, Map.of());
    MachineId removed = MachineId.next();

    assertThat(of(new Listed(List.of(other.id(), free.id())), free, other))
        .as("in the order in which they are named")
        .isEqualTo(new Chosen(List.of(other.id(), free.id())));
    assertThat(of(new Listed(List.of(free.id(), busy.id())), free, other, busy))
        .isEqualTo(new Waiting("b is busy", Set.of(free.id())));
    assertThat(of(new Listed(List.of(removed)), free))
        .isEqualTo(new Waiting("machine " + removed + " does not exist any more"));
    for (Map.Entry<Candidate, String> reason :
        Map.of(
                named("c", MachineStatus.OFFLINE, K6, Map.of()), "c is offline",
                named("d", MachineStatus.MAINTENANCE, K6, Map.of()), "d is in maintenance",
                named("e", MachineStatus.ONLINE, NONE, Map.of()), "e cannot run k6")
            .entrySet()) {
      assertThat(of(new Listed(List.of(reason.getKey().id())), reason.getKey(), free))
          .isEqualTo(new Waiting(reason.getValue()));
    }
  }

  @Test
  void labelsChooseAllThatHaveThemAndAreThere() {
    Candidate a = named("a", MachineStatus.ONLINE, K6, Map.of("zone", "x", "size", "s"));
    Candidate b = named("b", MachineStatus.ONLINE, K6, Map.of("zone", "x"));
    Candidate gone = named("c", MachineStatus.OFFLINE, K6, Map.of("zone", "x"));
    Candidate elsewhere = named("d", MachineStatus.ONLINE, K6, Map.of("zone", "y"));
    Candidate busy = named("e", MachineStatus.BUSY, K6, Map.of("zone", "y"));

    assertThat(of(new Labelled(Map.of("zone", "x")), a, b, gone, elsewhere, busy))
        .isEqualTo(new Chosen(List.of(a.id(), b.id())));
    assertThat(of(MachineSelection.all(), a, b, gone, elsewhere))
        .isEqualTo(new Chosen(List.of(a.id(), b.id(), elsewhere.id())));
    assertThat(of(new Labelled(Map.of("zone", "y")), a, elsewhere, busy))
        .isEqualTo(new Waiting("e is busy", Set.of(elsewhere.id())));
    assertThat(of(new Labelled(Map.of("zone", "z", "a", "b")), a))
        .isEqualTo(new Waiting("no machine has the labels a=b, zone=z"));
    assertThat(of(new Labelled(Map.of("zone", "x")), gone))
        .isEqualTo(new Waiting("no machine of those with zone=x is online"));
  }

  private static String reason(Candidate... candidates) {
    return ((Waiting) one(candidates)).reason();
  }

  private static Placement one(Candidate... candidates) {
    return of(MachineSelection.ONE, candidates);
  }

  private static Placement of(MachineSelection wanted, Candidate... candidates) {
    return Placement.of(Tool.K6, wanted, List.of(candidates));
  }

  private static Candidate named(
      String name, MachineStatus status, Set<Tool> installed, Map<String, String> labels) {
    return new Candidate(MachineId.next(), name, status, installed, NONE, labels);
  }

  private static Candidate candidate(
      MachineStatus status, Set<Tool> installed, Set<Tool> installable) {
    return new Candidate(MachineId.next(), "n", status, installed, installable);
  }
}
