package ru.perfscale.bootstrap.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that the build wrote into the jar. */
public final class Version {
  private Version() {}

  public static String current() {
    Properties build = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/perfscale-version.properties")) {
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build.getProperty("version");
  }
}
