package ru.perfscale.benchmarks.observer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a tool is told to do.
 *
 * @param port of the target on loopback
 * @param users who ask for the page again and again, without a pause
 * @param seconds how long at most; the benchmark stops it before
 */
record Load(int port, int users, long seconds) {
  /** One of our scripts with these values in it. */
  String script(String resource) {
    return text(resource)
        .replace("@PORT@", Integer.toString(port))
        .replace("@USERS@", Integer.toString(users))
        .replace("@SECONDS@", Long.toString(seconds));
  }

  static String text(String resource) {
    try (InputStream in = Load.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
