package ru.perfscale.bootstrap.system;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import ru.perfscale.bootstrap.settings.Directories;
import ru.perfscale.bootstrap.settings.Settings;
import ru.perfscale.bootstrap.tools.MachineTools;
import ru.perfscale.runner.engine.ToolMissing;

/** Without its tool a test is skipped, or fails where all are required. */
final class RequiredTool {
  private RequiredTool() {}

  static void require(String tool) {
    Map<String, String> environment = System.getenv();
    Settings settings = Settings.load(Optional.empty(), Path.of("none"), environment);
    boolean root = "root".equals(System.getProperty("user.name"));
    try {
      MachineTools.of(Directories.of(settings, environment, root).cache()).find(tool);
    } catch (ToolMissing e) {
      if ("all".equals(environment.get("PERFSCALE_TESTS_REQUIRE"))) {
        throw new AssertionError("All tests must run, and " + e.getMessage(), e);
      }
      abort(e.getMessage() + "; ./perfscale tools install " + tool + " would make this test run");
    }
  }
}
