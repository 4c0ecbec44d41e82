package ru.perfscale.runner.engine.internal.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTimesTest {
  private static final List<String> STAT =
      List.of(
          "cpu  100 20 30 4000 500 6 7 80 90 1",
          "cpu0 50 10 15 2000 250 3 3 40 45 0",
          "ctxt 123",
          "procs_running 3");
  private static final List<String> MEMORY =
      List.of("MemTotal:  8000 kB", "MemFree:  1 kB", "MemAvailable:    2048 kB");

  @Test
  void waitingForADiskIsNotBusyAndGuestsDoNotCountTwice() throws Exception {
    MachineTimes times = MachineTimes.parse(STAT, MEMORY);

    assertThat(times.busy()).isEqualTo(100 + 20 + 30 + 6 + 7);
    assertThat(times.steal()).isEqualTo(80);
    assertThat(times.total()).isEqualTo(100 + 20 + 30 + 4_000 + 500 + 6 + 7 + 80);
    assertThat(times.runQueue()).isEqualTo(3);
    assertThat(times.availableBytes()).isEqualTo(2 << 20);
  }

  @Test
  void aMachineThatDoesNotTellIsAFault() {
    assertThatThrownBy(() -> MachineTimes.parse(STAT, List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("MemAvailable");
  }

  @Test
  void thisMachineTells() throws Exception {
    assertThat(MachineTimes.read().availableBytes()).isPositive();
    assertThat(Kernel.read().pageBytes()).isBetween(4_096L, 1L << 16);
    assertThat(Kernel.read().tickNanos()).isBetween(1_000_000L, 10_000_000L);
  }
}
