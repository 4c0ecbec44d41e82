package ru.perfscale.faults.stage;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/**
 * Issues tokens as a Keycloak realm does, for the length of a campaign: the command {@code serve}
 * refuses the development identity provider.
 */
final class Issuer implements AutoCloseable {
  static final String CLIENT = "perfscale-site";

  private static final Duration LIFE = Duration.ofHours(12);

  private final HttpServer server;
  private final ECKey key;

  private Issuer(HttpServer server, ECKey key) {
    this.server = server;
    this.key = key;
  }

  static Issuer start() {
    try {
      ECKey key =
          new ECKeyGenerator(Curve.P_256)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES256)
              .keyIDFromThumbprint(true)
              .generate();
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      Issuer issuer = new Issuer(server, key);
      issuer.publish(
          "/.well-known/openid-configuration",
          "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/certs\"}".formatted(issuer.address()));
      issuer.publish("/certs", new JWKSet(key.toPublicJWK()).toString());
      server.start();
      return issuer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JOSEException e) {
      throw new IllegalStateException("No key can be made", e);
    }
  }

  private void publish(String path, String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/realms/faults" + path,
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/realms/faults");
  }

  /** The token of an administrator who may do everything else as well. */
  String token() {
    Instant now = Instant.now();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(address().toString())
            .subject("faults")
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFE)))
            .claim("typ", "Bearer")
            .claim("azp", CLIENT)
            .claim("preferred_username", "faults")
            .claim("realm_access", Map.of("roles", List.of("viewer", "member", "admin")))
            .build();
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256)
                  .type(JOSEObjectType.JWT)
                  .keyID(key.getKeyID())
                  .build(),
              claims);
      token.sign(new ECDSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("The key cannot sign", e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
