package ru.perfscale.hooks.jmeter;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.jmeter.util.JMeterUtils;

/**
 * The directory with JMeter's settings, read in JMeter's own order of precedence, and what the run
 * adds to them.
 */
final class Home {
  private final Path bin;

  Home(Path directory) {
    this.bin = directory.resolve("bin");
    JMeterUtils.setJMeterHome(directory.toString());
  }

  /**
   * @param given what the run adds; wins over the settings
   */
  void load(Properties given) throws IOException {
    JMeterUtils.loadJMeterProperties(bin.resolve("jmeter.properties").toString());
    JMeterUtils.initLocale();
    Properties properties = JMeterUtils.getJMeterProperties();
    read("user.properties", properties);
    read("system.properties", System.getProperties());
    properties.setProperty("jmeter.version", JMeterUtils.getJMeterVersion());
    properties.putAll(given);
  }

  private void read(String name, Properties into) throws IOException {
    Path file = bin.resolve(name);
    if (Files.isReadable(file)) {
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
        into.load(reader);
      }
    }
  }
}
