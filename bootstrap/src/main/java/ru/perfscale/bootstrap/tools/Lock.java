package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A lock file: what a tool's installation consists of. One entry per line, a name and a digest;
 * {@code #} starts a comment. It travels in our jar, so whoever trusts the jar trusts what it
 * installs.
 */
record Lock(List<Entry> entries) {
  /**
   * @param digest as the ecosystem writes it
   */
  record Entry(String name, String digest) {}

  Lock {
    entries = List.copyOf(entries);
  }

  static Lock read(String resource) {
    return parse(resource, text(resource));
  }

  /** A lock file in a format of its own ecosystem. */
  static String text(String resource) {
    try (InputStream in = Lock.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "the lock file " + resource + " is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the lock file " + resource + " cannot be read", e);
    }
  }

  static Lock parse(String source, String text) {
    List<Entry> entries = new ArrayList<>();
    for (String line :
        text.lines().map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("#")).toList()) {
      String[] fields = line.split(" +");
      if (fields.length != 2) {
        throw new IllegalArgumentException(
            source + " has the line '" + line + "', must be a name and a digest");
      }
      entries.add(new Entry(fields[0], fields[1]));
    }
    return new Lock(entries);
  }
}
