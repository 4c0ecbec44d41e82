package ru.perfscale.bootstrap.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A value for the script and its name. */
record NamedValue(String name, String value) {
  private static final int LONGEST_SECRET = 1 << 20;

  /** Names it without the value: that may be a secret. */
  @Override
  public String toString() {
    return name;
  }

  static NamedValue parameter(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(
          "--param is '" + text + "', must be NAME=VALUE such as host=shop.test");
    }
    return new NamedValue(text.substring(0, equals), text.substring(equals + 1));
  }

  /**
   * @param text a variable's name, or a name and a file
   */
  static NamedValue secret(String text, Map<String, String> environment) throws IOException {
    int equals = text.indexOf('=');
    if (equals < 0) {
      String value = environment.get(text);
      if (value == null) {
        throw new IllegalArgumentException(
            "--secret "
                + text
                + ": there is no environment variable of that name; set it, or give the value in a"
                + " file with --secret "
                + text
                + "=@FILE");
      }
      return new NamedValue(text, value);
    }
    String name = text.substring(0, equals);
    if (!text.startsWith("@", equals + 1)) {
      // The value itself must not appear in the message either.
      throw new IllegalArgumentException(
          "--secret "
              + name
              + " has its value on the command line, where every user of the machine sees it; use"
              + " the environment variable "
              + name
              + " with --secret "
              + name
              + ", or a file with --secret "
              + name
              + "=@FILE");
    }
    return new NamedValue(name, read(name, Path.of(text.substring(equals + 2))));
  }

  /** Editors end a file with a line feed, which is no part of a secret. */
  private static String read(String name, Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(
          "--secret " + name + ": the file " + file + " is not there or cannot be read");
    }
    if (Files.size(file) > LONGEST_SECRET) {
      throw new IllegalArgumentException(
          "--secret " + name + ": the file " + file + " is larger than 1 MiB");
    }
    String text = Files.readString(file, StandardCharsets.UTF_8);
    return text.endsWith("\r\n")
        ? text.substring(0, text.length() - 2)
        : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
