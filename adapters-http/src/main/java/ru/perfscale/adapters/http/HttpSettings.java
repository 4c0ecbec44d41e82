package ru.perfscale.adapters.http;

import java.time.Duration;
import java.util.Set;

/**
 * What an operator may change.
 *
 * @param allowedOrigins whose pages may call the API from a browser, such as {@code
 *     https://perf.example.com}; none, unless somebody says so, because a front end that calls from
 *     its server needs none
 * @param idleTimeout how long a client may neither send nor take anything in the middle of a
 *     request
 * @param agents how many requests of agents are worked on at a time; fewer than there are
 *     connections to the database, so that people find one
 */
public record HttpSettings(Set<String> allowedOrigins, Duration idleTimeout, int agents) {
  public static final HttpSettings DEFAULT = new HttpSettings(Set.of(), Duration.ofSeconds(30));

  /** With a few agents at a time. */
  public HttpSettings(Set<String> allowedOrigins, Duration idleTimeout) {
    this(allowedOrigins, idleTimeout, 8);
  }

  public HttpSettings {
    allowedOrigins = Set.copyOf(allowedOrigins);
    if (!idleTimeout.isPositive()) {
      throw new IllegalArgumentException("An idle timeout is above 0, not " + idleTimeout);
    }
    if (agents < 1) {
      throw new IllegalArgumentException(
          "At least 1 request of agents is worked on at a time, not " + agents);
    }
    for (String origin : allowedOrigins) {
      if (!origin.matches("https?://[A-Za-z0-9.:\\[\\]-]+")) {
        throw new IllegalArgumentException(
            "An allowed origin is scheme, host and port such as https://perf.example.com, not '"
                + origin
                + "'");
      }
    }
  }

  /** The same with that many requests of agents at a time. */
  public HttpSettings withAgents(int most) {
    return new HttpSettings(allowedOrigins, idleTimeout, most);
  }
}
