package ru.perfscale.runner.engine.internal.format;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What we read of a point of k6: columns of its CSV, members and tags of its JSON. */
enum K6Field {
  METRIC_NAME,
  TIMESTAMP,
  METRIC_VALUE,
  NAME,
  URL,
  STATUS,
  ERROR_CODE,
  EXPECTED_RESPONSE,
  GROUP,
  SCENARIO;

  private static final K6Field[] ALL = values();

  /** As k6 spells it. */
  final byte[] text = name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);

  static int count() {
    return ALL.length;
  }

  static K6Field at(int ordinal) {
    return ALL[ordinal];
  }
}
