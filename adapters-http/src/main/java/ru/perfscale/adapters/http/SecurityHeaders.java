package ru.perfscale.adapters.http;

import io.javalin.http.Context;
import java.util.Map;

/** Set on every answer; a route that knows better overwrites them. */
final class SecurityHeaders {
  static final Map<String, String> ALL =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "Cache-Control", "no-store");

  private SecurityHeaders() {}

  static void set(Context ctx) {
    ALL.forEach(ctx::header);
  }
}
