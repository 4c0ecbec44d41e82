package ru.perfscale.adapters.http;

import java.util.Set;

/**
 * What an operator may change.
 *
 * @param allowedOrigins whose pages may call the API from a browser, such as {@code
 *     https://perf.example.com}; none, unless somebody says so, because a front end that calls from
 *     its server needs none
 */
public record HttpSettings(Set<String> allowedOrigins) {
  public static final HttpSettings DEFAULT = new HttpSettings(Set.of());

  public HttpSettings {
    allowedOrigins = Set.copyOf(allowedOrigins);
    for (String origin : allowedOrigins) {
      if (!origin.matches("https?://[A-Za-z0-9.:\\[\\]-]+")) {
        throw new IllegalArgumentException(
            "An allowed origin is scheme, host and port such as https://perf.example.com, not '"
                + origin
                + "'");
      }
    }
  }
}
