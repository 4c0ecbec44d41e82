package ru.perfscale.adapters.keycloak;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** An identity provider on loopback that a test can rotate, break and make lie. */
final class FakeIssuer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final InstantSource clock;

  final AtomicInteger discoveryCalls = new AtomicInteger();
  final AtomicInteger keyCalls = new AtomicInteger();
  final Map<String, Object> discovery = new LinkedHashMap<>();
  volatile List<SigningKey> keys;
  volatile String keySet;
  volatile boolean down;

  FakeIssuer(InstantSource clock, SigningKey... keys) {
    this.clock = clock;
    this.keys = List.of(keys);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/realms/test/.well-known/openid-configuration", this::discovery);
    server.createContext("/realms/test/protocol/openid-connect/certs", this::keys);
    server.start();
    discovery.put("issuer", issuer().toString());
    discovery.put("jwks_uri", issuer() + "/protocol/openid-connect/certs");
  }

  URI issuer() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort())
        .resolve("/realms/test");
  }

  /** The claims of a token as Keycloak issues it to our client. */
  Map<String, Object> claims() {
    long now = clock.instant().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("exp", now + 300);
    claims.put("iat", now);
    claims.put("jti", "onrtac:5f0c7a0e");
    claims.put("iss", issuer().toString());
    claims.put("sub", "7f0c2f6e-3a4b-4a3e-9d3e-0d9b3f1c2a11");
    claims.put("typ", "Bearer");
    claims.put("azp", "perfscale-site");
    claims.put("realm_access", Map.of("roles", List.of("offline_access", "member", "viewer")));
    claims.put("email", "demo@perfscale.ru");
    claims.put("name", "Demo User");
    claims.put("preferred_username", "demo");
    claims.put("tenant", "acme");
    return claims;
  }

  /** A token of these claims, as {@code key} signs it. */
  static String token(SigningKey key, Map<String, Object> claims) {
    return token(key, key.header(), claims);
  }

  /** A token with any header at all, its signature made by {@code key}. */
  static String token(SigningKey key, Map<String, Object> header, Map<String, Object> claims) {
    String signed = encode(header) + "." + encode(claims);
    return signed + "." + Base64URL.encode(key.sign(signed.getBytes(US_ASCII)));
  }

  static String encode(Map<String, Object> json) {
    return Base64URL.encode(JSONObjectUtils.toJSONString(json)).toString();
  }

  private void discovery(HttpExchange exchange) throws IOException {
    discoveryCalls.incrementAndGet();
    answer(exchange, JSONObjectUtils.toJSONString(discovery));
  }

  private void keys(HttpExchange exchange) throws IOException {
    keyCalls.incrementAndGet();
    String own =
        keys.stream()
            .map(key -> key.published().toJSONString())
            .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    answer(exchange, keySet == null ? own : keySet);
  }

  private void answer(HttpExchange exchange, String body) throws IOException {
    try (exchange) {
      byte[] bytes = down ? new byte[] {'!'} : body.getBytes(UTF_8);
      exchange.sendResponseHeaders(down ? 503 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
