package ru.perfscale.bootstrap.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ru.perfscale.bootstrap.identity.RealmClient.json;
import static ru.perfscale.bootstrap.identity.RealmClient.passwordGrant;
import static ru.perfscale.bootstrap.identity.RealmClient.refreshGrant;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.perfscale.bootstrap.identity.DevelopmentIdentityProvider.Settings;

class DevelopmentIdentityProviderTest {
  @TempDir private Path directory;
  private volatile Instant now = Instant.now();
  private DevelopmentIdentityProvider provider;
  private RealmClient client;

  @BeforeEach
  void start() throws Exception {
    InstantSource clock = () -> now;
    provider =
        DevelopmentIdentityProvider.start(
            RealmClient.settings(directory), clock, Duration.ofSeconds(10));
    client = new RealmClient(provider);
  }

  @AfterEach
  void stop() {
    client.close();
    provider.close();
  }

  private static JWTClaimsSet claims(Object token) throws Exception {
    return SignedJWT.parse((String) token).getJWTClaimsSet();
  }

  private static void assertError(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(json(response)).containsEntry("error", code).containsKey("error_description");
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
  }

  @Nested
  class PasswordGrant {
    @Test
    void theDocumentedCommandAnswersAsKeycloakDoes() {
      HttpResponse<String> response =
          client.post("token", passwordGrant("demo@perfscale.ru", "demo1234"));

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(json(response))
          .containsOnlyKeys(
              "access_token",
              "expires_in",
              "refresh_expires_in",
              "refresh_token",
              "token_type",
              "not-before-policy",
              "session_state",
              "scope")
          .containsEntry("expires_in", 900L)
          .containsEntry("refresh_expires_in", 1800L)
          .containsEntry("token_type", "Bearer")
          .containsEntry("not-before-policy", 0L)
          .containsEntry("scope", "email profile");
    }

    @Test
    void anAccessTokenSaysWhoItIsFor() throws Exception {
      Map<String, Object> answer = client.logIn("demo", "demo1234");
      JWTClaimsSet claims = claims(answer.get("access_token"));

      assertThat(claims.getIssuer()).isEqualTo("http://localhost:8080/realms/perfscale");
      assertThat(UUID.fromString(claims.getSubject())).isNotNull();
      assertThat(claims.getExpirationTime().toInstant())
          .isEqualTo(claims.getIssueTime().toInstant().plusSeconds(900));
      assertThat(claims.getClaims())
          .containsEntry("typ", "Bearer")
          .containsEntry("azp", "perfscale-site")
          .containsEntry("realm_access", Map.of("roles", List.of("member")))
          .containsEntry("tenant", "demo")
          .containsEntry("preferred_username", "demo")
          .containsEntry("email", "demo@perfscale.ru")
          .containsEntry("name", "Demo User")
          .containsEntry("sid", answer.get("session_state"))
          .doesNotContainKey("aud");
    }

    @ParameterizedTest
    @CsvSource({
      "demo, demo1234, member, demo",
      "viewer, viewer1234, viewer, demo",
      "admin, admin1234, admin, demo",
      "other, other1234, member, other"
    })
    void eachUserLogsInByNameAndByAddress(String name, String password, String role, String tenant)
        throws Exception {
      for (String login : List.of(name, name + "@perfscale.ru", name.toUpperCase())) {
        JWTClaimsSet claims = claims(client.logIn(login, password).get("access_token"));

        assertThat(claims.getStringClaim("preferred_username")).isEqualTo(name);
        assertThat(claims.getClaim("realm_access")).isEqualTo(Map.of("roles", List.of(role)));
        assertThat(claims.getStringClaim("tenant")).isEqualTo(tenant);
      }
    }

    @Test
    void theClientMayAuthenticateByHeader() {
      Map<String, String> form = passwordGrant("demo", "demo1234");
      form.remove("client_id");
      form.remove("client_secret");
      String pair = "perfscale-site:" + RealmClient.SECRET;

      HttpResponse<String> response =
          client.post(
              "token",
              form,
              "Authorization",
              "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));

      assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void theOpenidScopeBringsAnIdToken() throws Exception {
      Map<String, String> form = passwordGrant("demo", "demo1234");
      form.put("scope", "openid profile");

      Map<String, Object> answer = json(client.post("token", form));

      assertThat(answer).containsEntry("scope", "openid email profile");
      JWTClaimsSet claims = claims(answer.get("id_token"));
      assertThat(claims.getAudience()).containsExactly("perfscale-site");
      assertThat(claims.getStringClaim("typ")).isEqualTo("ID");
    }

    @Test
    void aWrongPasswordIsRefusedAsKeycloakDoes() {
      assertError(client.post("token", passwordGrant("demo", "demo")), 400, "invalid_grant");
      assertError(client.post("token", passwordGrant("demo", "")), 400, "invalid_grant");
      assertError(client.post("token", passwordGrant("demo", "admin1234")), 400, "invalid_grant");
    }

    @Test
    void anUnknownUserIsRefusedLikeAWrongPassword() {
      HttpResponse<String> unknown = client.post("token", passwordGrant("nobody", "demo1234"));

      assertError(unknown, 400, "invalid_grant");
      assertThat(unknown.body()).isEqualTo(client.post("token", passwordGrant("demo", "x")).body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong", "perfscale-dev-secret "})
    void aWrongClientSecretIsRefused(String secret) {
      Map<String, String> form = passwordGrant("demo", "demo1234");
      form.put("client_secret", secret);

      assertError(client.post("token", form), 401, "invalid_client");
    }

    @Test
    void anUnknownClientIsRefused() {
      Map<String, String> form = passwordGrant("demo", "demo1234");
      form.put("client_id", "grafana");

      assertError(client.post("token", form), 401, "invalid_client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic !!!", "Basic cGVyZnNjYWxlLXNpdGU=", "Bearer x"})
    void aMalformedClientHeaderIsRefused(String header) {
      assertError(
          client.post("token", passwordGrant("demo", "demo1234"), "Authorization", header),
          401,
          "invalid_client");
    }

    @Test
    void anotherGrantIsUnsupported() {
      Map<String, String> form = passwordGrant("demo", "demo1234");
      form.put("grant_type", "client_credentials");

      assertError(client.post("token", form), 400, "unsupported_grant_type");
    }

    @Test
    void missingAndRepeatedParametersAreInvalid() {
      assertError(client.post("token", ""), 400, "invalid_request");
      Map<String, String> form = passwordGrant("demo", "demo1234");
      form.remove("username");
      assertError(client.post("token", form), 400, "invalid_request");
      assertError(
          client.post("token", "grant_type=password&grant_type=password"), 400, "invalid_request");
      assertError(client.post("token", "grant_type=%zz"), 400, "invalid_request");
    }

    @Test
    void anUnknownScopeIsInvalid() {
      Map<String, String> form = passwordGrant("demo", "demo1234");
      form.put("scope", "openid everything");

      assertError(client.post("token", form), 400, "invalid_scope");
    }
  }

  @Nested
  class RefreshGrant {
    @Test
    void aRefreshTokenBringsNewTokensOfTheSameSession() throws Exception {
      Map<String, Object> first = client.logIn("demo", "demo1234");

      Map<String, Object> second =
          json(client.post("token", refreshGrant(first.get("refresh_token"))));

      assertThat(second).containsEntry("session_state", first.get("session_state"));
      assertThat(second.get("refresh_token")).isNotEqualTo(first.get("refresh_token"));
      assertThat(claims(second.get("access_token")).getSubject())
          .isEqualTo(claims(first.get("access_token")).getSubject());
    }

    @Test
    void aRefreshTokenCanBeUsedOnce() {
      Object used = client.logIn("demo", "demo1234").get("refresh_token");
      Map<String, Object> second = json(client.post("token", refreshGrant(used)));

      assertError(client.post("token", refreshGrant(used)), 400, "invalid_grant");
      assertThat(client.post("token", refreshGrant(second.get("refresh_token"))).statusCode())
          .isEqualTo(200);
    }

    @Test
    void aRefreshTokenExpiresAfter30Minutes() {
      Object token = client.logIn("demo", "demo1234").get("refresh_token");
      now = now.plus(Duration.ofMinutes(30));

      assertError(client.post("token", refreshGrant(token)), 400, "invalid_grant");
    }

    @Test
    void onlyARefreshTokenRefreshes() {
      Map<String, Object> answer = client.logIn("demo", "demo1234");
      String token = (String) answer.get("refresh_token");

      assertError(
          client.post("token", refreshGrant(answer.get("access_token"))), 400, "invalid_grant");
      assertError(client.post("token", refreshGrant("x.y.z")), 400, "invalid_grant");
      assertError(client.post("token", refreshGrant("")), 400, "invalid_request");
      assertError(
          client.post("token", refreshGrant(token.substring(0, token.lastIndexOf('.') + 1) + "AA")),
          400,
          "invalid_grant");
    }

    @Test
    void logoutEndsTheSession() {
      Object token = client.logIn("demo", "demo1234").get("refresh_token");

      assertThat(client.post("logout", refreshGrant(token)).statusCode()).isEqualTo(204);

      assertError(client.post("token", refreshGrant(token)), 400, "invalid_grant");
    }
  }

  @Nested
  class OtherEndpoints {
    @Test
    void discoveryNamesTheFixedIssuerAndReachableAddresses() {
      Map<String, Object> document =
          json(client.get(provider.discovery() + "/.well-known/openid-configuration"));

      assertThat(document)
          .containsEntry("issuer", "http://localhost:8080/realms/perfscale")
          .containsEntry("perfscale_development", true)
          .containsEntry("jwks_uri", provider.discovery() + "/protocol/openid-connect/certs");
    }

    @Test
    void theKeySetHoldsThePublicPartOnly() {
      HttpResponse<String> response = client.get("certs");

      assertThat(response.body()).contains("\"use\":\"sig\"", "\"kty\":\"RSA\"");
      assertThat(response.body()).doesNotContain("\"d\":", "\"p\":", "\"k\":", "oct");
    }

    @Test
    void userinfoTellsWhoATokenIsFor() throws Exception {
      Map<String, String> form = passwordGrant("other", "other1234");
      form.put("scope", "openid");
      Object token = json(client.post("token", form)).get("access_token");

      HttpResponse<String> response = client.get("userinfo", "Authorization", "Bearer " + token);

      assertThat(json(response))
          .containsEntry("sub", claims(token).getSubject())
          .containsEntry("email", "other@perfscale.ru")
          .containsEntry("preferred_username", "other");
    }

    @Test
    void userinfoNeedsAnAccessTokenWithTheOpenidScope() {
      Map<String, Object> answer = client.logIn("demo", "demo1234");

      assertError(
          client.get("userinfo", "Authorization", "Bearer " + answer.get("access_token")),
          403,
          "insufficient_scope");
      assertError(
          client.get("userinfo", "Authorization", "Bearer " + answer.get("refresh_token")),
          401,
          "invalid_token");
      HttpResponse<String> none = client.get("userinfo");
      assertError(none, 401, "invalid_token");
      assertThat(none.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
    }

    @Test
    void whatIsNotThereAndWhatIsNotAllowedSaysSo() {
      assertError(client.get("token"), 405, "invalid_request");
      assertError(client.post("certs", ""), 405, "invalid_request");
      assertError(client.get("token/x"), 404, "not_found");
      assertError(client.get("/realms/master"), 404, "not_found");
      assertError(client.get("../../../"), 404, "not_found");
    }
  }

  @Nested
  class Bounds {
    @Test
    void aBodyLongerThan64KilobytesIsRefused() {
      assertError(
          client.post("token", "x=" + "y".repeat(RealmHandler.MAX_BODY_BYTES)),
          413,
          "invalid_request");
    }

    @Test
    void whatIsNotAFormIsRefused() {
      HttpResponse<String> response = client.postJson("token", "{\"grant_type\":\"password\"}");

      assertError(response, 415, "invalid_request");
    }

    @Test
    void aRequestThatNeverEndsIsCutOff(@TempDir Path another) throws Exception {
      try (DevelopmentIdentityProvider impatient =
              DevelopmentIdentityProvider.start(
                  RealmClient.settings(another), InstantSource.system(), Duration.ofMillis(200));
          Socket socket = new Socket(InetAddress.getLoopbackAddress(), impatient.port())) {
        socket.setSoTimeout(30_000);
        socket
            .getOutputStream()
            .write(
                ("POST /realms/perfscale/protocol/openid-connect/token HTTP/1.1\r\n"
                        + "Host: localhost\r\nContent-Length: 100\r\n\r\ngrant")
                    .getBytes(UTF_8));

        InputStream answer = socket.getInputStream();
        assertThat(answer.read()).isEqualTo(-1);
      }
    }

    @Test
    void onlyLoopbackIsServed() throws Exception {
      InetAddress anyAddress = InetAddress.getByName("0.0.0.0");

      assertThatThrownBy(
              () -> new Settings(anyAddress, 0, Settings.DEFAULT_ISSUER, directory, "secret"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("loopback only, not on 0.0.0.0");
    }

    @Test
    void aTakenPortIsNamed(@TempDir Path another) {
      Settings taken =
          new Settings(
              InetAddress.getLoopbackAddress(),
              provider.port(),
              URI.create("http://localhost:8080/realms/perfscale"),
              another,
              "secret");

      assertThatThrownBy(() -> DevelopmentIdentityProvider.start(taken))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("cannot listen on port " + provider.port());
      assertThat(another).isEmptyDirectory();
    }
  }
}
