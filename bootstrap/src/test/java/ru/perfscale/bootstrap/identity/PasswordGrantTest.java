package ru.perfscale.bootstrap.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static ru.perfscale.bootstrap.identity.RealmClient.json;
import static ru.perfscale.bootstrap.identity.RealmClient.passwordGrant;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordGrantTest extends ProviderScene {
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
