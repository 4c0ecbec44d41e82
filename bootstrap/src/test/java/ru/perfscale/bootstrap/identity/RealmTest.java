package ru.perfscale.bootstrap.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.perfscale.bootstrap.identity.RealmClient.json;
import static ru.perfscale.bootstrap.identity.RealmClient.passwordGrant;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RealmTest extends ProviderScene {
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
