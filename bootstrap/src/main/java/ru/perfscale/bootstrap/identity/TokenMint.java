package ru.perfscale.bootstrap.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Makes the three kinds of token as Keycloak does, and reads back those that come again. */
final class TokenMint {
  static final Duration ACCESS_LIFE = Duration.ofMinutes(15);
  static final Duration REFRESH_LIFE = Duration.ofMinutes(30);

  private final IdentityStore store;
  private final String issuer;
  private final InstantSource clock;
  private final JWSSigner signer;
  private final JWSSigner refreshSigner;

  TokenMint(IdentityStore store, String issuer, InstantSource clock) {
    this.store = store;
    this.issuer = issuer;
    this.clock = clock;
    try {
      signer = new RSASSASigner(store.signingKey());
      refreshSigner = new MACSigner(store.refreshKey());
    } catch (JOSEException e) {
      throw new IllegalStateException("The stored keys cannot sign", e);
    }
  }

  String accessToken(Session session) {
    JWTClaimsSet.Builder claims =
        claims("Bearer", session, ACCESS_LIFE)
            .claim("acr", "1")
            .claim("realm_access", Map.of("roles", List.of(session.user().role())))
            .claim("tenant", session.user().tenant());
    profile(session.user()).forEach(claims::claim);
    return signed(claims);
  }

  String idToken(Session session) {
    JWTClaimsSet.Builder claims =
        claims("ID", session, ACCESS_LIFE).audience(TokenEndpoint.CLIENT).claim("acr", "1");
    profile(session.user()).forEach(claims::claim);
    return signed(claims);
  }

  /**
   * @param id the token's {@code jti}
   */
  String refreshToken(Session session, String id) {
    return sign(
        new JWSHeader.Builder(JWSAlgorithm.HS512)
            .type(JOSEObjectType.JWT)
            .keyID(store.refreshKey().getKeyID())
            .build(),
        claims("Refresh", session, REFRESH_LIFE).jwtID(id).audience(issuer).build(),
        refreshSigner);
  }

  /** What {@code userinfo} tells of a person, beside the subject. */
  static Map<String, Object> profile(DevelopmentUser user) {
    return Map.of(
        "email_verified", true,
        "name", user.fullName(),
        "preferred_username", user.name(),
        "given_name", user.givenName(),
        "family_name", user.familyName(),
        "email", user.email());
  }

  String subject(DevelopmentUser user) {
    return store.subjects().get(user.name());
  }

  JWK publicKey() {
    return store.signingKey().toPublicJWK();
  }

  /**
   * A session as a token states it.
   *
   * @param tokenId the token's {@code jti}
   */
  record Remembered(Session session, String tokenId) {}

  /** The session of a refresh token that we made and that has not expired. */
  Optional<Remembered> readRefreshToken(String token) {
    return read(token, "Refresh");
  }

  /** The session of an access token that we made and that has not expired. */
  Optional<Session> readAccessToken(String token) {
    return read(token, "Bearer").map(Remembered::session);
  }

  private Optional<Remembered> read(String token, String type) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      boolean ours =
          type.equals("Refresh")
              ? jwt.verify(new MACVerifier(store.refreshKey()))
              : jwt.verify(new RSASSAVerifier(store.signingKey().toRSAPublicKey()));
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      if (!ours
          || !type.equals(claims.getStringClaim("typ"))
          || !issuer.equals(claims.getIssuer())
          || !clock.instant().isBefore(claims.getExpirationTime().toInstant())) {
        return Optional.empty();
      }
      List<String> scopes = List.of(claims.getStringClaim("scope").split(" "));
      return DevelopmentUser.ALL.stream()
          .filter(user -> subject(user).equals(claims.getSubject()))
          .findFirst()
          .map(user -> new Session(sessionId(claims), user, scopes))
          .map(session -> new Remembered(session, claims.getJWTID()));
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      // Not one of ours; the caller answers as for any other token that does not hold.
      return Optional.empty();
    }
  }

  private static String sessionId(JWTClaimsSet claims) {
    return (String) claims.getClaim("sid");
  }

  private JWTClaimsSet.Builder claims(String type, Session session, Duration life) {
    Instant now = clock.instant();
    return new JWTClaimsSet.Builder()
        .expirationTime(Date.from(now.plus(life)))
        .issueTime(Date.from(now))
        .jwtID(UUID.randomUUID().toString())
        .issuer(issuer)
        .subject(subject(session.user()))
        .claim("typ", type)
        .claim("azp", TokenEndpoint.CLIENT)
        .claim("sid", session.id())
        .claim("scope", session.scope());
  }

  private String signed(JWTClaimsSet.Builder claims) {
    return sign(
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(JOSEObjectType.JWT)
            .keyID(store.signingKey().getKeyID())
            .build(),
        claims.build(),
        signer);
  }

  private static String sign(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
    try {
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("The stored keys cannot sign", e);
    }
  }
}
