package ru.perfscale.runner.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CgroupParentTest {
  private static final String PROC = "22 28 0:21 / /proc rw,nosuid - proc proc rw";

  @Test
  void theOwnCgroupIsLookedForBelowTheMount() {
    assertThat(
            CgroupParent.find(
                List.of(PROC, "35 22 0:30 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cg rw"),
                List.of("0::/user.slice/user@1000.service/app.slice")))
        .contains(Path.of("/sys/fs/cgroup/user.slice/user@1000.service/app.slice"));
  }

  @Test
  void aHybridMachineHasItsSecondVersionElsewhere() {
    assertThat(
            CgroupParent.find(
                List.of(
                    "30 22 0:25 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu",
                    "41 22 0:36 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw"),
                List.of("4:memory:/elsewhere", "1:cpu:/", "0::/")))
        .contains(Path.of("/sys/fs/cgroup/unified"));
  }

  @Test
  void aContainerSeesItsOwnPartAlone() {
    assertThat(
            CgroupParent.find(
                List.of("35 22 0:30 /docker/ab /sys/fs/my\\040cgroup rw - cgroup2 cg rw"),
                List.of("0::/docker/ab/inner")))
        .contains(Path.of("/sys/fs/my cgroup/inner"));
  }

  @Test
  void aMachineWithTheFirstVersionAloneHasNone() {
    assertThat(CgroupParent.find(List.of(PROC), List.of("0::/"))).isEmpty();
    assertThat(
            CgroupParent.find(
                List.of("35 22 0:30 / /sys/fs/cgroup rw - cgroup2 cg rw"), List.of("1:cpu:/")))
        .isEmpty();
  }
}
