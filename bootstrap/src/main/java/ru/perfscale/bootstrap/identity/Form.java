package ru.perfscale.bootstrap.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A posted form of distinct fields. */
record Form(Map<String, String> fields) {
  private static final int MAX_FIELDS = 50;

  /**
   * @throws IllegalArgumentException for a malformed escape, a repeated field or too many
   */
  static Form parse(String body) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : body.split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), UTF_8);
      String value = equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), UTF_8);
      if (fields.put(name, value) != null) {
        throw new IllegalArgumentException("duplicated parameter");
      }
      if (fields.size() > MAX_FIELDS) {
        throw new IllegalArgumentException("too many parameters");
      }
    }
    return new Form(fields);
  }

  /** The field's value, unless it is missing or empty. */
  Optional<String> get(String name) {
    return Optional.ofNullable(fields.get(name)).filter(value -> !value.isEmpty());
  }

  /** The record's own would print passwords. */
  @Override
  public String toString() {
    return "Form" + fields.keySet();
  }
}
