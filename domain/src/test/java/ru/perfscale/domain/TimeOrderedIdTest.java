package ru.perfscale.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.task.TaskId;

class TimeOrderedIdTest {
  @Test
  void hasThePrefixAnd26Characters() {
    assertThat(TimeOrderedId.next("task_")).matches("task_[0-9a-hjkmnp-tv-z]{26}");
  }

  @Test
  void sortsByTheMillisecondInWhichItWasMade() {
    String earlier = TimeOrderedId.next("m_");
    long made = System.currentTimeMillis();
    while (System.currentTimeMillis() == made) {
      Thread.onSpinWait();
    }
    assertThat(TimeOrderedId.next("m_")).isGreaterThan(earlier);
  }

  @Test
  void neverRepeats() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(seen.add(TimeOrderedId.next("t_"))).isTrue();
    }
  }

  @Test
  void anIdThatCannotBeOneIsAnIdOfNothing() {
    assertThatThrownBy(() -> TaskId.of("task_99"))
        .isInstanceOf(NotFound.class)
        .hasMessage("Task task_99 does not exist");
    assertThatThrownBy(() -> TaskId.of("task_\0")).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> TaskId.of("x".repeat(5000)))
        .hasMessage("Task " + "x".repeat(64) + "… does not exist");
  }

  @Test
  void itsOwnIdsAreWellFormed() {
    TaskId id = TaskId.next();
    assertThat(TaskId.of(id.value())).isEqualTo(id);
  }
}
