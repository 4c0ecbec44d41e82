package ru.perfscale.adapters.http.exchange;

import java.util.Map;

/** A request that is refused for its form, before any use case sees it. */
public final class Rejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient Map<String, String> headers;

  private Rejected(int status, String code, String message, Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  static Rejected malformed(String message) {
    return new Rejected(400, "invalid_request", message, Map.of());
  }

  /** No route has this path. */
  public static Rejected notFound(String path) {
    return new Rejected(404, "not_found", "There is nothing at " + shortened(path), Map.of());
  }

  static Rejected methodNotAllowed(String method, String path, String allowed) {
    return new Rejected(
        405,
        "method_not_allowed",
        shortened(path) + " does not take " + method + ", only " + allowed,
        Map.of("Allow", allowed));
  }

  static Rejected tooLarge(int mostBytes) {
    return new Rejected(
        413,
        "too_large",
        "The body must have at most " + mostBytes + " bytes",
        Map.of("Connection", "close"));
  }

  /** Too many of a kind came. */
  public static Rejected rateLimited(String message, long secondsToWait) {
    return new Rejected(
        429, "rate_limited", message, Map.of("Retry-After", Long.toString(secondsToWait)));
  }

  static Rejected unsupportedMediaType(String message) {
    return new Rejected(415, "unsupported_media_type", message, Map.of());
  }

  private static String shortened(String path) {
    return path.length() <= 200 ? path : path.substring(0, 200) + "…";
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  Map<String, String> headers() {
    return headers;
  }
}
