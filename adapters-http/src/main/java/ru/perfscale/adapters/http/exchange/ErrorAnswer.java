package ru.perfscale.adapters.http.exchange;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.adapters.http.json.JsonOutput;
import ru.perfscale.application.StorageUnavailable;
import ru.perfscale.application.identity.IdentityUnavailable;
import ru.perfscale.domain.Refusal;

/**
 * What goes wrong, as the client sees it: a status and {@code {error, message}}. An expected
 * refusal says what it is; a fault is logged once, here, under a reference that the client gets
 * instead.
 */
public record ErrorAnswer(int status, String code, String message, Map<String, String> headers) {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswer.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Map<String, String> RETRY = Map.of("Retry-After", "2");

  public ErrorAnswer {
    headers = Map.copyOf(headers);
  }

  /** Answers with what {@code thrown} means. */
  public static void answer(Context ctx, Exception thrown) {
    ErrorAnswer answer = of(ctx, thrown);
    answer.headers().forEach(ctx::header);
    ctx.status(answer.status()).contentType("application/json").result(answer.json());
  }

  /** The body: the one envelope of every error. */
  public byte[] json() {
    return JsonOutput.object(json -> json.text("error", code).text("message", message));
  }

  /** For what the server itself refuses or breaks at, which never reached a route. */
  public static ErrorAnswer ofStatus(int status, String reason) {
    return switch (status) {
      case 401 -> new ErrorAnswer(status, "unauthorized", reason, challenge(false));
      case 403 -> new ErrorAnswer(status, "forbidden", reason, Map.of());
      case 404 -> new ErrorAnswer(status, "not_found", reason, Map.of());
      case 405 -> new ErrorAnswer(status, "method_not_allowed", reason, Map.of());
      case 413, 414, 431 -> new ErrorAnswer(status, "too_large", reason, Map.of());
      case 503 -> new ErrorAnswer(status, "unavailable", reason, RETRY);
      case 500 -> new ErrorAnswer(status, "internal_error", reason, Map.of());
      // Such as 505: what was asked for is at fault, not the server.
      default -> new ErrorAnswer(status, "invalid_request", reason, Map.of());
    };
  }

  /** Logs a fault under a new reference and says what may be told about it. */
  public static ErrorAnswer ofFault(String during, Throwable fault) {
    String reference = newReference();
    LOG.error("{} failed, reference {}", during, reference, fault);
    return new ErrorAnswer(
        500,
        "internal_error",
        "Something went wrong on our side; the server's log has it under the reference "
            + reference,
        Map.of());
  }

  private static ErrorAnswer of(Context ctx, Exception thrown) {
    return switch (thrown) {
      case Refusal refusal -> ofRefusal(ctx, refusal);
      case Rejected rejected ->
          new ErrorAnswer(
              rejected.status(), rejected.code(), rejected.getMessage(), rejected.headers());
      case StorageUnavailable e -> unavailable(ctx, e, "The database is not available");
      case IdentityUnavailable e ->
          unavailable(ctx, e, "The identity provider cannot be reached to check the token");
      case MethodNotAllowedResponse e -> of(ctx, methodNotAllowed(ctx, e));
      case NotFoundResponse e -> of(ctx, Rejected.notFound(ctx.path()));
      case HttpResponseException e -> ofStatus(e.getStatus(), e.getMessage());
      case HttpException e when e.getCode() < 500 -> ofStatus(e.getCode(), e.getReason());
      default -> ofFault(ctx.method() + " " + ctx.path(), thrown);
    };
  }

  private static ErrorAnswer ofRefusal(Context ctx, Refusal refusal) {
    String message = refusal.getMessage();
    return switch (refusal) {
      case Refusal.Invalid e -> new ErrorAnswer(400, "invalid_request", message, Map.of());
      case Refusal.Unauthenticated e ->
          new ErrorAnswer(
              401, "unauthorized", message, challenge(ctx.header("Authorization") != null));
      case Refusal.Forbidden e -> new ErrorAnswer(403, e.code(), message, Map.of());
      case Refusal.NotFound e -> new ErrorAnswer(404, "not_found", message, Map.of());
      case Refusal.Conflict e -> new ErrorAnswer(409, "conflict", message, Map.of());
    };
  }

  private static Map<String, String> challenge(boolean tokenWasGiven) {
    String scheme = "Bearer realm=\"perfscale\"";
    Map<String, String> headers = new HashMap<>();
    headers.put("WWW-Authenticate", tokenWasGiven ? scheme + ", error=\"invalid_token\"" : scheme);
    return headers;
  }

  /** An outage makes many of these, so the log gets one line each and no trace. */
  private static ErrorAnswer unavailable(Context ctx, Exception e, String message) {
    String reference = newReference();
    String cause = (e.getCause() == null ? e : e.getCause()).toString();
    LOG.warn("{} {}: {}, reference {}: {}", ctx.method(), ctx.path(), message, reference, cause);
    return new ErrorAnswer(
        503, "unavailable", message + "; try again later (reference " + reference + ")", RETRY);
  }

  private static Rejected methodNotAllowed(Context ctx, MethodNotAllowedResponse e) {
    String allowed = String.join(", ", e.getDetails().values());
    return Rejected.methodNotAllowed(ctx.method().name(), ctx.path(), allowed);
  }

  private static String newReference() {
    byte[] bits = new byte[6];
    RANDOM.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }
}
