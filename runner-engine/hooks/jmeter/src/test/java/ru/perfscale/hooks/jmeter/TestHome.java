package ru.perfscale.hooks.jmeter;

import java.nio.file.Path;
import org.apache.jmeter.util.JMeterUtils;

/** The JMeter that the build laid out, for tests that need no JVM of its own. */
final class TestHome {
  static final Path BUILD =
      Path.of(System.getProperty("perfscale.root"), "runner-engine/hooks/jmeter/target");

  private TestHome() {}

  static void load() {
    Path home = BUILD.resolve("jmeter");
    JMeterUtils.setJMeterHome(home.toString());
    JMeterUtils.loadJMeterProperties(home.resolve("bin/jmeter.properties").toString());
  }
}
