package ru.perfscale.bootstrap.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.ToolMissing;

class OfflineTest {
  private OpenDirectory directory;

  @BeforeEach
  void create() throws IOException {
    directory = new OpenDirectory();
  }

  @AfterEach
  void delete() throws IOException {
    directory.close();
  }

  @Test
  void nothingIsFetchedAndTheWayRoundIsNamed() {
    MachineTools tools = MachineTools.offline(directory.path());
    assertThat(MachineTools.of(directory.path()).canInstall("gatling")).isTrue();
    assertThat(tools.canInstall("gatling")).isFalse();
    assertThatThrownBy(() -> tools.install("gatling", step -> {}))
        .isInstanceOf(ToolMissing.class)
        .hasMessageContainingAll("PERFSCALE_OFFLINE", "tools import");
    assertThat(directory.path()).isEmptyDirectory();
  }
}
