package ru.perfscale.bootstrap.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The same load in each tool's own language. */
final class Scripts {
  private Scripts() {}

  /** A fixed number of requests by several users. */
  static String k6(String url, int users, int requests) {
    return k6(url, "vus: %d, iterations: %d".formatted(users, requests));
  }

  /**
   * @param options the fields of k6's {@code options}
   */
  static String k6(String url, String options) {
    return """
    import http from 'k6/http';

    export const options = { %s };

    export default function () {
      http.get('%s');
    }
    """
        .formatted(options, url);
  }

  /**
   * @param jtl where JMeter itself writes its rows to, as CSV
   */
  static String jmeter(int port, int users, int loops, Path jtl) {
    try (var in = Scripts.class.getResourceAsStream("plan.jmx")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@PORT@", Integer.toString(port))
          .replace("@USERS@", Integer.toString(users))
          .replace("@LOOPS@", Integer.toString(loops))
          .replace("@JTL@", jtl.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
