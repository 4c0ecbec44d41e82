package ru.perfscale.adapters.http.openapi;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import ru.perfscale.adapters.http.exchange.Rejected;
import ru.perfscale.adapters.http.exchange.RouteTable;

/** Swagger UI at {@code /swagger-ui/}: its own files, except for the one that says what to show. */
public final class SwaggerUiRoutes {
  private static final String PATH = "/swagger-ui";

  /** Nothing from elsewhere; Swagger UI sets styles in its elements, so those must be inline. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Map<String, String> FILES =
      Map.of(
          "index.html", "text/html; charset=utf-8",
          "index.css", "text/css",
          "swagger-ui.css", "text/css",
          "swagger-ui-bundle.js", "text/javascript",
          "swagger-ui-standalone-preset.js", "text/javascript",
          "swagger-initializer.js", "text/javascript",
          "favicon-16x16.png", "image/png",
          "favicon-32x32.png", "image/png");

  private final String folder = "/META-INF/resources/webjars/swagger-ui/" + version() + "/";

  public void addTo(RouteTable routes) {
    routes.get(PATH, this::index);
    routes.get(PATH + "/{file}", ctx -> send(ctx, ctx.pathParam("file")));
  }

  private void index(Context ctx) {
    if (ctx.path().endsWith("/")) {
      send(ctx, "index.html");
    } else {
      ctx.status(302).header("Location", PATH + "/");
    }
  }

  private void send(Context ctx, String file) {
    String type = FILES.get(file);
    if (type == null) {
      throw Rejected.notFound(ctx.path());
    }
    ctx.header("Content-Security-Policy", POLICY)
        .header("Cache-Control", "public, max-age=3600")
        .contentType(type)
        .result(
            ClassPath.read(
                file.equals("swagger-initializer.js") ? "/swagger-ui/" + file : folder + file));
  }

  private static String version() {
    Properties properties = new Properties();
    try {
      properties.load(
          new StringReader(
              new String(
                  ClassPath.read("/swagger-ui/version.properties"), StandardCharsets.UTF_8)));
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
