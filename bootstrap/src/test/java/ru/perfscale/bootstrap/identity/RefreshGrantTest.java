package ru.perfscale.bootstrap.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.perfscale.bootstrap.identity.RealmClient.json;
import static ru.perfscale.bootstrap.identity.RealmClient.refreshGrant;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefreshGrantTest extends ProviderScene {
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
