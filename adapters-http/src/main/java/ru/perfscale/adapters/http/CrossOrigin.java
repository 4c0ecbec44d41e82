package ru.perfscale.adapters.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.Set;

/**
 * Lets pages of the allowed origins call the API. A preflight is answered before the token is
 * looked for, since browsers send none with it.
 */
final class CrossOrigin implements Handler {
  private final Set<String> allowed;

  CrossOrigin(Set<String> allowed) {
    this.allowed = allowed;
  }

  @Override
  public void handle(Context ctx) {
    ctx.res().addHeader("Vary", "Origin");
    String origin = ctx.header("Origin");
    if (origin == null || !allowed.contains(origin)) {
      return;
    }
    ctx.header("Access-Control-Allow-Origin", origin);
    ctx.header("Access-Control-Expose-Headers", "Link, Location, Retry-After");
    if (ctx.method().equals(HandlerType.OPTIONS)
        && ctx.header("Access-Control-Request-Method") != null) {
      ctx.header("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE")
          .header("Access-Control-Allow-Headers", "Authorization, Content-Type")
          .header("Access-Control-Max-Age", "600")
          .status(204)
          .skipRemainingHandlers();
    }
  }
}
