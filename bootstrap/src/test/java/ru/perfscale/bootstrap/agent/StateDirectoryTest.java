package ru.perfscale.bootstrap.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.bootstrap.settings.SettingsException;

class StateDirectoryTest {
  @TempDir private Path temporary;

  @Test
  void itBelongsToOneProcessAtATimeWhoseIdIsTold() {
    Path directory = temporary.resolve("agent");
    try (StateDirectory held = StateDirectory.open(directory)) {
      assertThat(held.runs()).isEqualTo(directory.resolve("runs"));
      assertThatThrownBy(() -> StateDirectory.open(directory))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining(directory.toString());
    }
    StateDirectory.open(directory).close();
  }

  @Test
  void othersPassThroughItAndReadNothingInIt() throws Exception {
    Path directory = temporary.resolve("agent");
    try (StateDirectory held = StateDirectory.open(directory)) {
      held.lives().begin("b1");
    }

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx--x--x");
    for (String file : new String[] {"lock", "lives"}) {
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void itRemembersTheLivesThatTheControlPlaneMayKnow() {
    try (StateDirectory first = StateDirectory.open(temporary.resolve("agent"))) {
      assertThat(first.lives().begin("b1")).isEmpty();
      assertThat(first.lives().begin("b2")).containsExactly("b1");
      first.lives().known("b2");
    }
    try (StateDirectory again = StateDirectory.open(temporary.resolve("agent"))) {
      assertThat(again.lives().begin("b3")).containsExactly("b2");
      assertThat(again.lives().begin("b4")).containsExactly("b2", "b3");
    }
  }

  @Test
  void howManyLivesItRemembersIsBounded() {
    try (StateDirectory state = StateDirectory.open(temporary.resolve("agent"))) {
      for (int i = 1; i <= 150; i++) {
        state.lives().begin("b" + i);
      }

      assertThat(state.lives().begin("last")).hasSize(100).endsWith("b149", "b150");
    }
  }

  @Test
  void theLivesInACopyCountForNothing() throws Exception {
    Path copy = temporary.resolve("copy");
    try (StateDirectory original = StateDirectory.open(temporary.resolve("agent"));
        StateDirectory copied = StateDirectory.open(copy)) {
      original.lives().known("b1");
      Files.copy(temporary.resolve("agent/lives"), copy.resolve("lives"));

      assertThat(copied.lives().begin("b2")).isEmpty();
    }
  }
}
