package ru.perfscale.bootstrap.identity;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The realm {@code perfscale}: which path answers what. */
final class Realm {
  static final String PATH = "/realms/perfscale";
  private static final String PROTOCOL = PATH + "/protocol/openid-connect";

  private final TokenMint mint;
  private final TokenEndpoint tokens;
  private final Map<String, Object> discovery;
  private final Map<String, Object> keys;

  /**
   * @param address where clients reach us, such as {@code http://127.0.0.1:8080}
   */
  Realm(TokenMint mint, TokenEndpoint tokens, URI issuer, String address) {
    this.mint = mint;
    this.tokens = tokens;
    this.discovery = discovery(issuer, address + PROTOCOL);
    this.keys = Map.of("keys", List.of(mint.publicKey().toJSONObject()));
  }

  /**
   * A request, bounded in size.
   *
   * @param authorization the header of that name
   * @param contentType the header of that name, empty when there is none
   */
  record Request(
      String method, String path, Optional<String> authorization, String contentType, String body) {
    /** The record's own would print passwords and tokens. */
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  Answer answer(Request request) {
    return switch (request.path()) {
      case PATH + "/.well-known/openid-configuration" -> read(request, discovery);
      case PROTOCOL + "/certs" -> read(request, keys);
      case PROTOCOL + "/token" -> posted(request, tokens::token);
      case PROTOCOL + "/logout" -> posted(request, tokens::logout);
      case PROTOCOL + "/userinfo" -> userInfo(request);
      default ->
          Answer.error(404, "not_found", "The development identity provider has only " + PATH);
    };
  }

  private static Answer read(Request request, Map<String, Object> document) {
    return request.method().equals("GET") ? Answer.ok(document) : notAllowed("GET");
  }

  private static Answer posted(
      Request request, BiFunction<Form, Optional<String>, Answer> endpoint) {
    if (!request.method().equals("POST")) {
      return notAllowed("POST");
    }
    if (!request.contentType().startsWith("application/x-www-form-urlencoded")) {
      return Answer.error(415, "invalid_request", "Send a form: application/x-www-form-urlencoded");
    }
    Form form;
    try {
      form = Form.parse(request.body());
    } catch (IllegalArgumentException e) {
      return Answer.error(400, "invalid_request", "The form is malformed or repeats a parameter");
    }
    return endpoint.apply(form, request.authorization());
  }

  private Answer userInfo(Request request) {
    if (!request.method().equals("GET") && !request.method().equals("POST")) {
      return notAllowed("GET, POST");
    }
    Optional<Session> session =
        request
            .authorization()
            .filter(header -> header.regionMatches(true, 0, "Bearer ", 0, 7))
            .flatMap(header -> mint.readAccessToken(header.substring(7).trim()));
    if (session.isEmpty()) {
      return Answer.error(401, "invalid_token", "Token verification failed")
          .with("WWW-Authenticate", "Bearer realm=\"perfscale\", error=\"invalid_token\"");
    }
    if (!session.get().scopes().contains("openid")) {
      return Answer.error(403, "insufficient_scope", "Missing openid scope")
          .with("WWW-Authenticate", "Bearer realm=\"perfscale\", error=\"insufficient_scope\"");
    }
    DevelopmentUser user = session.get().user();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("sub", mint.subject(user));
    body.putAll(TokenMint.profile(user));
    return Answer.ok(body);
  }

  private static Answer notAllowed(String allowed) {
    return Answer.error(405, "invalid_request", "Use " + allowed).with("Allow", allowed);
  }

  private static Map<String, Object> discovery(URI issuer, String protocol) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("issuer", issuer.toString());
    document.put("token_endpoint", protocol + "/token");
    document.put("userinfo_endpoint", protocol + "/userinfo");
    document.put("end_session_endpoint", protocol + "/logout");
    document.put("jwks_uri", protocol + "/certs");
    document.put("grant_types_supported", List.of("password", "refresh_token"));
    document.put("response_types_supported", List.of());
    document.put("subject_types_supported", List.of("public"));
    document.put("id_token_signing_alg_values_supported", List.of("RS256"));
    document.put(
        "token_endpoint_auth_methods_supported",
        List.of("client_secret_basic", "client_secret_post"));
    document.put("scopes_supported", List.of("openid", "email", "profile"));
    // "serve" refuses an issuer that says so.
    document.put("perfscale_development", true);
    return document;
  }
}
