package ru.perfscale.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/** An HTTP answer that was found to be as the OpenAPI document says. */
public record Answer(int status, HttpHeaders headers, byte[] bytes, JsonNode json) {
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public String header(String name) {
    return headers.firstValue(name).orElse(null);
  }

  public Answer has(int expected) {
    assertThat(status).as(text()).isEqualTo(expected);
    return this;
  }

  /** An error of this status whose message is, or begins with, this. */
  public Answer refuses(int expected, String error, String message) {
    has(expected);
    assertThat(json.path("error").textValue()).isEqualTo(error);
    assertThat(json.path("message").textValue()).startsWith(message);
    return this;
  }

  public String id() {
    return json.path("id").textValue();
  }
}
