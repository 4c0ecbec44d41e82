package ru.perfscale.bootstrap.identity;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.Map;

/**
 * What an endpoint answers.
 *
 * @param body a JSON object; empty for none
 * @param headers beside those that every answer carries
 */
record Answer(int status, Map<String, Object> body, Map<String, String> headers) {
  static Answer ok(Map<String, Object> body) {
    return new Answer(200, body, Map.of());
  }

  static Answer error(int status, String code, String description) {
    return new Answer(status, Map.of("error", code, "error_description", description), Map.of());
  }

  Answer with(String header, String value) {
    return new Answer(status, body, Map.of(header, value));
  }

  String json() {
    return JSONObjectUtils.toJSONString(body);
  }

  /** The record's own would print tokens. */
  @Override
  public String toString() {
    return status + " " + body.keySet();
  }
}
