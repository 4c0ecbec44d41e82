package ru.perfscale.bootstrap.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import ru.perfscale.bootstrap.identity.TokenMint.Remembered;

/**
 * The grants of the token endpoint and what belongs to them: client authentication and logout.
 * Fields, codes and statuses are those of Keycloak 26, whose answer to a bad password is 400.
 */
final class TokenEndpoint {
  static final String CLIENT = "perfscale-site";
  private static final int MAX_SESSIONS = 10_000;
  private static final String ENDED = "";
  private static final List<String> DEFAULT_SCOPES = List.of("email", "profile");
  private static final Set<String> SCOPES = Set.of("openid", "email", "profile");

  private final TokenMint mint;
  private final String clientSecret;

  /**
   * The id of the newest refresh token by session, or {@link #ENDED}. A session that is not here
   * began before a restart, or so many sessions ago that its tokens no longer matter.
   */
  private final Map<String, String> newestTokens =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MAX_SESSIONS;
        }
      };

  TokenEndpoint(TokenMint mint, String clientSecret) {
    this.mint = mint;
    this.clientSecret = clientSecret;
  }

  Answer token(Form form, Optional<String> authorization) {
    if (form.get("grant_type").isEmpty()) {
      return Answer.error(400, "invalid_request", "Missing form parameter: grant_type");
    }
    if (!isOurClient(form, authorization)) {
      return unknownClient();
    }
    return switch (form.get("grant_type").get()) {
      case "password" -> password(form);
      case "refresh_token" -> refresh(form);
      default -> Answer.error(400, "unsupported_grant_type", "Unsupported grant_type");
    };
  }

  /** Ends the session of a refresh token. */
  Answer logout(Form form, Optional<String> authorization) {
    if (!isOurClient(form, authorization)) {
      return unknownClient();
    }
    Optional<Remembered> known = form.get("refresh_token").flatMap(mint::readRefreshToken);
    if (known.isEmpty()) {
      return Answer.error(400, "invalid_grant", "Invalid refresh token");
    }
    synchronized (newestTokens) {
      newestTokens.put(known.get().session().id(), ENDED);
    }
    return new Answer(204, Map.of(), Map.of());
  }

  private Answer password(Form form) {
    Optional<String> login = form.get("username");
    Optional<String> password = form.get("password");
    if (login.isEmpty()) {
      return Answer.error(400, "invalid_request", "Missing parameter: username");
    }
    Optional<DevelopmentUser> user =
        DevelopmentUser.of(login.get())
            .filter(candidate -> candidate.hasPassword(password.orElse("")));
    if (user.isEmpty()) {
      return Answer.error(400, "invalid_grant", "Invalid user credentials");
    }
    List<String> scopes = new ArrayList<>(DEFAULT_SCOPES);
    for (String scope : form.get("scope").orElse("").split(" ")) {
      if (!scope.isEmpty() && !SCOPES.contains(scope)) {
        return Answer.error(
            400, "invalid_scope", "Invalid scopes: only openid, email and profile are known");
      }
      if (scope.equals("openid") && !scopes.contains(scope)) {
        scopes.add(0, scope);
      }
    }
    String tokenId = UUID.randomUUID().toString();
    Session session = new Session(UUID.randomUUID().toString(), user.get(), scopes);
    synchronized (newestTokens) {
      newestTokens.put(session.id(), tokenId);
    }
    return tokens(session, tokenId);
  }

  private Answer refresh(Form form) {
    Optional<String> token = form.get("refresh_token");
    if (token.isEmpty()) {
      return Answer.error(400, "invalid_request", "No refresh token");
    }
    Optional<Remembered> known = mint.readRefreshToken(token.get());
    if (known.isEmpty()) {
      return Answer.error(400, "invalid_grant", "Invalid refresh token");
    }
    String used = known.get().tokenId();
    String next = UUID.randomUUID().toString();
    Session session = known.get().session();
    synchronized (newestTokens) {
      String newest = newestTokens.getOrDefault(session.id(), used);
      if (newest.equals(ENDED)) {
        return Answer.error(400, "invalid_grant", "Session not active");
      }
      if (!newest.equals(used)) {
        return Answer.error(400, "invalid_grant", "Maximum allowed refresh token reuse exceeded");
      }
      newestTokens.put(session.id(), next);
    }
    return tokens(session, next);
  }

  private Answer tokens(Session session, String refreshTokenId) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("access_token", mint.accessToken(session));
    body.put("expires_in", TokenMint.ACCESS_LIFE.toSeconds());
    body.put("refresh_expires_in", TokenMint.REFRESH_LIFE.toSeconds());
    body.put("refresh_token", mint.refreshToken(session, refreshTokenId));
    body.put("token_type", "Bearer");
    if (session.scopes().contains("openid")) {
      body.put("id_token", mint.idToken(session));
    }
    body.put("not-before-policy", 0);
    body.put("session_state", session.id());
    body.put("scope", session.scope());
    return Answer.ok(body);
  }

  private static Answer unknownClient() {
    return Answer.error(401, "invalid_client", "Invalid client or Invalid client credentials");
  }

  private boolean isOurClient(Form form, Optional<String> authorization) {
    String id = form.get("client_id").orElse("");
    String secret = form.get("client_secret").orElse("");
    if (authorization.isPresent()) {
      String[] basic = basicCredentials(authorization.get());
      id = basic[0];
      secret = basic[1];
    }
    return CLIENT.equals(id) && DevelopmentUser.sameSecret(clientSecret, secret);
  }

  /** Id and secret, each form-encoded within (RFC 6749, 2.3.1); both empty when malformed. */
  private static String[] basicCredentials(String header) {
    String[] none = {"", ""};
    if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return none;
    }
    try {
      String pair = new String(Base64.getDecoder().decode(header.substring(6).trim()), UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0
          ? none
          : new String[] {
            URLDecoder.decode(pair.substring(0, colon), UTF_8),
            URLDecoder.decode(pair.substring(colon + 1), UTF_8)
          };
    } catch (IllegalArgumentException e) {
      return none;
    }
  }
}
