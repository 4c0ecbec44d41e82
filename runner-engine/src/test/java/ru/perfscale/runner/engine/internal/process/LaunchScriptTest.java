package ru.perfscale.runner.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchScriptTest {
  @TempDir private Path parent;

  @Test
  void theToolHearsSignalsThatTheJvmWasStartedToIgnore() throws Exception {
    RunDirectory directory = RunDirectory.create(parent, "run", Optional.empty());
    directory.writeEnvironment(Map.of("PATH", Isolation.searchPath()));
    Path log = Files.createFile(parent.resolve("log"));
    String launch =
        "trap '' HUP INT; exec 9<%s; exec bash %s %s /dev/null - %s 4096 1000 %s"
            .formatted(
                directory.path().resolve("environment"),
                directory.script("launch.sh"),
                directory.home(),
                log,
                "/bin/grep SigIgn /proc/self/status");

    Command launched = Command.run(List.of("bash", "-c", launch));

    assertThat(launched.exitCode()).as(launched.output()).isZero();
    assertThat(Files.readString(log)).matches("SigIgn:\t[0-9a-f]{13}000\n");
  }
}
