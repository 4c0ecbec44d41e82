package ru.perfscale.domain.loadtest;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The load tool that runs a test's script. */
public enum Tool {
  K6,
  JMETER,
  LOCUST,
  ARTILLERY,
  GATLING,
  CUSTOM;

  public static Tool parse(String name) {
    return Arrays.stream(values())
        .filter(tool -> tool.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("must be one of " + wireNames()));
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String wireNames() {
    return Arrays.stream(values()).map(Tool::wireName).collect(Collectors.joining(", "));
  }
}
