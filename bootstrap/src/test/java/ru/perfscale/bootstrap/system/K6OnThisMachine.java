package ru.perfscale.bootstrap.system;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import ru.perfscale.bootstrap.settings.Directories;
import ru.perfscale.bootstrap.settings.Settings;
import ru.perfscale.bootstrap.tools.MachineTools;
import ru.perfscale.runner.engine.ToolMissing;

/**
 * k6 is not needed to build perfscale: without it a test is skipped, or fails where all must run.
 */
final class K6OnThisMachine {
  private K6OnThisMachine() {}

  /** Where it is, as the product itself finds it. */
  static Path required() {
    Map<String, String> environment = System.getenv();
    Settings settings = Settings.load(Optional.empty(), Path.of("none"), environment);
    boolean root = "root".equals(System.getProperty("user.name"));
    MachineTools tools = MachineTools.of(Directories.of(settings, environment, root).cache());
    try {
      return tools.find("k6").home();
    } catch (ToolMissing e) {
      if ("all".equals(environment.get("PERFSCALE_TESTS_REQUIRE"))) {
        throw new AssertionError("All tests must run, and " + e.getMessage(), e);
      }
      return abort(e.getMessage() + "; ./perfscale tools install k6 would make this test run");
    }
  }
}
