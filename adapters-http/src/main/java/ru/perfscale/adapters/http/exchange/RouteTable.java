package ru.perfscale.adapters.http.exchange;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The routes that the features declare. Adds what HTTP wants beside them: HEAD wherever there is
 * GET, and OPTIONS everywhere.
 */
public final class RouteTable {
  private final Map<String, Map<HandlerType, Handler>> routes = new LinkedHashMap<>();

  public void get(String path, Handler handler) {
    add(HandlerType.GET, path, handler);
    add(HandlerType.HEAD, path, handler);
  }

  public void post(String path, Handler handler) {
    add(HandlerType.POST, path, handler);
  }

  public void patch(String path, Handler handler) {
    add(HandlerType.PATCH, path, handler);
  }

  public void delete(String path, Handler handler) {
    add(HandlerType.DELETE, path, handler);
  }

  /** Hands everything to Javalin. */
  public void install(RoutesConfig javalin) {
    routes.forEach(
        (path, handlers) -> {
          String allowed =
              handlers.keySet().stream().map(HandlerType::name).collect(Collectors.joining(", "))
                  + ", OPTIONS";
          handlers.forEach((method, handler) -> javalin.addHttpHandler(method, path, handler));
          javalin.options(path, ctx -> ctx.header("Allow", allowed).status(204));
        });
  }

  private void add(HandlerType method, String path, Handler handler) {
    Map<HandlerType, Handler> ofPath = routes.computeIfAbsent(path, p -> new LinkedHashMap<>());
    if (ofPath.put(method, handler) != null) {
      throw new IllegalStateException("There are two routes for " + method + " " + path);
    }
  }
}
