package ru.perfscale.hooks.jmeter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchedSharesTest {
  @TempDir private Path directory;
  private Target target;

  @BeforeEach
  void start() throws IOException {
    target = new Target();
  }

  @AfterEach
  void stop() {
    target.close();
  }

  @Test
  void threeSharesAddUpToThePlan() throws Exception {
    String plan =
        Jmx.plan(
            Jmx.setUp(1, "1", ok("login")),
            Jmx.threads("${__P(users,10)}", "3", ok("steady")),
            Jmx.threads("2", "1", ok("rare")),
            Jmx.threads("3", "4", Jmx.atMost(8, ok("limited"))));
    List<LaunchedPlan> shares = new ArrayList<>();
    Map<String, List<Long>> counts = new TreeMap<>();
    try {
      for (int index = 1; index <= 3; index++) {
        Path own = Files.createDirectory(directory.resolve("share" + index));
        shares.add(new LaunchedPlan(own, plan, Map.of("PERFSCALE_SHARE", index + "/3")));
      }
      for (LaunchedPlan share : shares) {
        Map<String, Long> counted = LauncherTest.count(share.frames());
        for (String label : List.of("steady", "rare", "limited")) {
          counts
              .computeIfAbsent(label, key -> new ArrayList<>())
              .add(counted.getOrDefault("main http ok " + label, 0L));
        }
        assertThat(counted)
            .as("every share prepares itself")
            .containsEntry("setup http ok login", 1L);
      }
    } finally {
      for (LaunchedPlan share : shares) {
        share.close();
      }
    }
    assertThat(counts)
        .containsOnly(
            entry("steady", List.of(12L, 9L, 9L)),
            entry("rare", List.of(1L, 1L, 0L)),
            entry("limited", List.of(3L, 3L, 2L)));
    assertThat(target.requests()).isEqualTo(3 + 30 + 2 + 8);
  }

  private String ok(String label) {
    return Jmx.http(label, target.port(), "/ok");
  }
}
