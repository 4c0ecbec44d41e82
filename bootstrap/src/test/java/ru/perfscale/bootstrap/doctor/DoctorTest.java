package ru.perfscale.bootstrap.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.bootstrap.settings.Directories;
import ru.perfscale.bootstrap.settings.Key;
import ru.perfscale.bootstrap.tools.MachineTools;
import ru.perfscale.bootstrap.tools.ToolState;

class DoctorTest {
  private static final ToolState CUSTOM = new ToolState.Installed("custom", "", Path.of("/bin/sh"));
  private static final ToolState INSTALLABLE =
      new ToolState.Installable("jmeter", "5.6.3", "somehow");
  private static final ToolState MISSING = new ToolState.Unavailable("k6", "no Go", "");

  @TempDir private Path directory;

  @Test
  void aMachineThatBuildsThisCanRunLoadTests() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Doctor.Report report =
          new Doctor(
                  new Directories(directory.resolve("data"), directory.resolve("cache")),
                  "127.0.0.1",
                  Map.of(Key.PERFSCALE_HTTP_PORT, taken.getLocalPort()),
                  MachineTools.of(directory.resolve("cache")))
              .examine();

      assertThat(report.machine())
          .as("what keeps load tests from running")
          .noneMatch(finding -> finding.state() == Finding.State.BAD);
      assertThat(report.machine())
          .extracting(Finding::subject)
          .contains("JDK", "programs", "isolation", "cgroup v2", "clock", "cache", "data");
      assertThat(report.machine())
          .filteredOn(finding -> finding.subject().equals("port " + taken.getLocalPort()))
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.state()).isEqualTo(Finding.State.WARNING);
                assertThat(finding.text()).contains("PERFSCALE_HTTP_PORT");
              });
      assertThat(report.tools()).extracting(ToolState::tool).contains("k6", "custom");
      assertThat(directory).as("looking changes nothing").isEmptyDirectory();
    }
  }

  @Test
  void aToolThatIsThereOrCanBeHadIsEnough() {
    List<Finding> sound = List.of(Finding.ok("a", ""), Finding.warning("b", ""));
    assertThat(new Doctor.Report(sound, List.of(MISSING, INSTALLABLE)).canRun()).isTrue();
    assertThat(new Doctor.Report(sound, List.of(MISSING, CUSTOM)).canRun()).isFalse();
    List<Finding> broken = List.of(Finding.bad("programs", "no bash"));
    assertThat(new Doctor.Report(broken, List.of(INSTALLABLE)).canRun()).isFalse();
  }
}
