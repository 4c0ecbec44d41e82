package ru.perfscale.bootstrap.demo;

import java.util.Locale;

/** The tools that the sample test is written for. */
public enum SampleTool {
  K6("/demo/shop.js"),
  JMETER("/demo/shop.jmx");

  private final String resource;

  SampleTool(String resource) {
    this.resource = resource;
  }

  String resource() {
    return resource;
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
