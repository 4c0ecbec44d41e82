package ru.perfscale.domain.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.machine.MachineStatus;
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
    assertThat(Placement.of(Tool.K6, List.of(installs, has))).isEqualTo(new Chosen(has.id()));
    assertThat(Placement.of(Tool.K6, List.of(installs))).isEqualTo(new Chosen(installs.id()));
  }

  @Test
  void aBusyOrOfflineMachineOrOneInMaintenanceIsLeftAlone() {
    for (MachineStatus status :
        List.of(MachineStatus.BUSY, MachineStatus.OFFLINE, MachineStatus.MAINTENANCE)) {
      assertThat(Placement.of(Tool.K6, List.of(candidate(status, K6, NONE))))
          .isInstanceOf(Waiting.class);
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

  private static String reason(Candidate... candidates) {
    return ((Waiting) Placement.of(Tool.K6, List.of(candidates))).reason();
  }

  private static Candidate candidate(
      MachineStatus status, Set<Tool> installed, Set<Tool> installable) {
    return new Candidate(MachineId.next(), "n", status, installed, installable);
  }
}
