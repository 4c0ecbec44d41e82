package ru.perfscale.bootstrap.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/** What the operator has set: the environment wins over the file. Immutable. */
public final class Settings {
  /** Variables that are ours and no settings: read by the launcher and by the tests. */
  private static final List<String> NOT_SETTINGS =
      List.of("PERFSCALE_JAVA_HOME", "PERFSCALE_JAVA_OPTS", "PERFSCALE_TESTS_REQUIRE");

  private final Map<Key, String> values;
  private final List<String> warnings;

  private Settings(Map<Key, String> values, List<String> warnings) {
    this.values = new EnumMap<>(Key.class);
    this.values.putAll(values);
    this.warnings = List.copyOf(warnings);
  }

  /**
   * @param asked the file that was asked for by name, which must exist
   * @param usual the file that is read when it is there and no other was asked for
   * @throws SettingsException when the file cannot be read or holds an unknown key
   */
  public static Settings load(Optional<Path> asked, Path usual, Map<String, String> environment) {
    Map<Key, String> values = new EnumMap<>(Key.class);
    Path file = asked.orElse(usual);
    if (asked.isPresent() || Files.exists(file)) {
      values.putAll(fromFile(file));
    }
    List<String> warnings = new ArrayList<>();
    environment.forEach(
        (name, value) -> {
          if (!name.startsWith("PERFSCALE_")) {
            return;
          }
          Optional<Key> key = Key.named(name);
          if (key.isPresent()) {
            values.put(key.get(), value);
          } else if (!NOT_SETTINGS.contains(name) && !isSetByKubernetes(name)) {
            warnings.add(unknown(name) + "; it is ignored");
          }
        });
    return new Settings(values, warnings);
  }

  private static Map<Key, String> fromFile(Path file) {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      lines.load(reader);
    } catch (NoSuchFileException e) {
      throw new SettingsException("There is no settings file " + file.toAbsolutePath());
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingsException("Cannot read the settings file " + file + ": " + e);
    }
    Map<Key, String> values = new EnumMap<>(Key.class);
    for (String name : lines.stringPropertyNames()) {
      Key key =
          Key.named(name)
              .orElseThrow(() -> new SettingsException(unknown(name) + " (in " + file + ")"));
      values.put(key, lines.getProperty(name).strip());
    }
    return values;
  }

  private static String unknown(String name) {
    return name + " is not a setting; did you mean " + Key.nearest(name) + "?";
  }

  /** A service named perfscale makes Kubernetes inject PERFSCALE_PORT, PERFSCALE_SERVICE_HOST … */
  private static boolean isSetByKubernetes(String name) {
    return name.startsWith("PERFSCALE_PORT") || name.startsWith("PERFSCALE_SERVICE_");
  }

  /** One line for each variable that looks like a setting and is none. */
  public List<String> warnings() {
    return warnings;
  }

  /** The value, unless it is unset or empty. */
  public Optional<String> text(Key key) {
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
  }

  /**
   * @param needs what is allowed, for the message: it follows "must be"
   * @throws SettingsException when {@code parse} throws
   */
  public <T> Optional<T> parsed(Key key, String needs, Function<String, T> parse) {
    return text(key)
        .map(
            value -> {
              try {
                return parse.apply(value);
              } catch (RuntimeException e) {
                throw new SettingsException(key + " is '" + value + "' and must be " + needs);
              }
            });
  }

  /** A TCP port; 0 lets the system choose. */
  public int port(Key key, int otherwise) {
    return parsed(key, "a port from 0 to 65535", Settings::parsePort).orElse(otherwise);
  }

  /** {@code true} or {@code false}; false where it is not set. */
  public boolean flag(Key key) {
    return parsed(key, "true or false", Settings::parseFlag).orElse(false);
  }

  private static boolean parseFlag(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException();
    }
    return text.equals("true");
  }

  private static int parsePort(String text) {
    int port = Integer.parseInt(text);
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException();
    }
    return port;
  }
}
