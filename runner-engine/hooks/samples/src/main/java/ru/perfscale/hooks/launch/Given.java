package ru.perfscale.hooks.launch;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * What a run hands to its script.
 *
 * @param properties users and duration (whole seconds) where the run has them, its parameters and
 *     secrets
 * @param share which part of the load this is
 */
public record Given(Properties properties, Share share) {
  /** Written by the engine for this launcher alone. */
  static final Path FILE = Path.of(".perfscale-given");

  /** The file is gone when this returns: nothing of the script may find it. */
  static Given take(Path directory, Map<String, String> environment) throws IOException {
    Properties properties = new Properties();
    copy(environment, "PERFSCALE_USERS", properties, "users");
    copy(environment, "PERFSCALE_DURATION", properties, "duration");
    Path file = directory.resolve(FILE);
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        properties.load(reader);
      }
      Files.delete(file);
    }
    return new Given(properties, Share.parse(environment.get("PERFSCALE_SHARE")));
  }

  private static void copy(
      Map<String, String> environment, String variable, Properties into, String property) {
    String value = environment.get(variable);
    if (value != null && !value.isEmpty()) {
      into.setProperty(property, value);
    }
  }
}
