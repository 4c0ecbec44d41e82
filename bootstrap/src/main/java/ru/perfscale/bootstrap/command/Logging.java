package ru.perfscale.bootstrap.command;

import ru.perfscale.bootstrap.settings.Key;
import ru.perfscale.bootstrap.settings.Settings;

/** Sets logging up. Must come before the first logger is made, because logback reads it once. */
final class Logging {
  private Logging() {}

  static void configure(Settings settings, String level) {
    String format =
        settings
            .parsed(Key.PERFSCALE_LOG_FORMAT, "text or json", Logging::checkFormat)
            .orElse("text");
    System.setProperty("perfscale.log.format", format);
    // One that is set on the command line of java stays, to look for a fault.
    System.getProperties().putIfAbsent("perfscale.log.level", level);
  }

  private static String checkFormat(String format) {
    if (!format.equals("text") && !format.equals("json")) {
      throw new IllegalArgumentException();
    }
    return format;
  }
}
