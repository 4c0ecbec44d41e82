package ru.perfscale.runner.engine.internal.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TreeUsageTest {
  private static final int ROOT = 50;

  private final Map<Integer, ProcessStat> machine = new TreeMap<>();
  private final TreeUsage usage =
      new TreeUsage(ROOT, () -> List.copyOf(machine.keySet()), this::read);
  private int reads;

  private Optional<ProcessStat> read(int process) {
    reads++;
    return Optional.ofNullable(machine.get(process));
  }

  private void process(int id, int parent, long ticks) {
    machine.put(id, new ProcessStat(parent, ticks, 1));
  }

  private long ticks() throws Exception {
    usage.update();
    return usage.cpuNanos() / Kernel.read().tickNanos();
  }

  @Test
  void allDescendantsCountAndNobodyElse() throws Exception {
    process(1, 0, 1_000);
    process(2, 0, 1_000);
    process(7, 60, 4);
    process(30, 1, 1_000);
    process(ROOT, 30, 1);
    process(60, ROOT, 2);

    assertThat(ticks()).isEqualTo(7);
    assertThat(usage.residentBytes()).isEqualTo(3 * Kernel.read().pageBytes());
  }

  @Test
  void theTimeOfAProcessThatEndsIsNotTakenBack() throws Exception {
    process(ROOT, 1, 1);
    process(60, ROOT, 20);
    assertThat(ticks()).isEqualTo(21);

    machine.remove(60);
    assertThat(ticks()).isEqualTo(21);
    process(ROOT, 1, 22);
    assertThat(ticks()).isEqualTo(22);
  }

  @Test
  void thousandsOfProcessesAreReadInTurns() throws Exception {
    process(ROOT, 1, 0);
    for (int id = 100; id < 4_196; id++) {
      process(id, ROOT, 1);
    }

    for (int second = 1; second <= 17; second++) {
      reads = 0;
      usage.update();
      assertThat(reads).isLessThanOrEqualTo(2 * Members.MAX_READS);
    }
    assertThat(ticks()).isEqualTo(4_096);
    machine.replaceAll((id, state) -> new ProcessStat(state.parent(), 2 * state.cpuTicks(), 1));
    for (int second = 1; second <= 17; second++) {
      usage.update();
    }
    assertThat(ticks()).isEqualTo(2 * 4_096);
  }

  @Test
  void aNameThatLooksLikeFieldsConfusesNobody() {
    ProcessStat stat =
        ProcessStat.parse(
            "12 (a) R 1 (b) S 3 4 5 0 -1 4194560 9 0 0 0 10 20 30 40 20 0 1 0 77 8192 25 1\n");

    assertThat(stat).isEqualTo(new ProcessStat(3, 100, 25));
  }
}
