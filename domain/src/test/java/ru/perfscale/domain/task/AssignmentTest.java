package ru.perfscale.domain.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.MachineId;

class AssignmentTest {
  private final MachineId machine = MachineId.next();
  private final Assignment open = Assignment.open(new TaskRef(TenantId.single(), TaskId.next()));

  @Test
  void theEpochRisesAtEachOfferAndNowhereElse() {
    Assignment offered = open.offerTo(machine);
    assertThat(offered.epoch()).isEqualTo(new Epoch(1));
    assertThat(offered.withdrawn().epoch()).isEqualTo(new Epoch(1));
    Assignment again = offered.withdrawn().offerTo(machine);
    assertThat(again.epoch()).isEqualTo(new Epoch(2));
    assertThat(again.acceptedBy(machine, "boot", new Epoch(2)).epoch()).isEqualTo(new Epoch(2));
  }

  @Test
  void whoeverAcceptsLateIsFencedOut() {
    Assignment again = open.offerTo(machine).withdrawn().offerTo(machine);
    assertThatThrownBy(() -> again.acceptedBy(machine, "boot", new Epoch(1)))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("not yours under epoch 1");
  }

  @Test
  void onlyTheMachineThatHasTheOfferMayAccept() {
    Assignment offered = open.offerTo(machine);
    assertThatThrownBy(() -> offered.acceptedBy(MachineId.next(), "boot", offered.epoch()))
        .isInstanceOf(Conflict.class);
  }

  @Test
  void aRunningOneIsNeverOfferedAgain() {
    Assignment running = running();
    assertThatThrownBy(() -> running.offerTo(MachineId.next())).isInstanceOf(Conflict.class);
    assertThatThrownBy(running::withdrawn).isInstanceOf(Conflict.class);
    assertThatThrownBy(running::revoked).isInstanceOf(Conflict.class);
  }

  @Test
  void acceptingTwiceIsRecognisedAsTheSameOnlyForTheSameLifeOfTheAgent() {
    Assignment running = running();
    assertThat(running.wasAcceptedBy(machine, "boot", running.epoch())).isTrue();
    assertThat(running.wasAcceptedBy(machine, "other", running.epoch())).isFalse();
    assertThat(running.wasAcceptedBy(machine, "boot", running.epoch().next())).isFalse();
  }

  @Test
  void anEndIsForGood() {
    for (Assignment ended : new Assignment[] {running().finished(), running().lost()}) {
      assertThatThrownBy(ended::finished).isInstanceOf(Conflict.class);
      assertThatThrownBy(ended::lost).isInstanceOf(Conflict.class);
      assertThat(ended.status().isTerminal()).isTrue();
    }
  }

  @Test
  void theWatermarkNeverGoesBack() {
    Assignment running = running().acknowledged(7);
    assertThat(running.ackedSeq()).isEqualTo(7);
    assertThatThrownBy(() -> running.acknowledged(6)).isInstanceOf(IllegalArgumentException.class);
  }

  private Assignment running() {
    return open.offerTo(machine).acceptedBy(machine, "boot", new Epoch(1));
  }
}
