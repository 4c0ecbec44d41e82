package ru.perfscale.adapters.http.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.http.Answer;
import ru.perfscale.adapters.http.ApiClient;
import ru.perfscale.adapters.http.TestServer;
import ru.perfscale.application.identity.IdentityUnavailable;

class AuthenticationTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void anyValidTokenMayAskWhoseItIs() {
    assertThat(server.as("member").get("/api/v1/auth/me").has(200).text())
        .isEqualTo(
            "{\"sub\":\"sub-member\",\"email\":\"member@perfscale.ru\",\"name\":\"Demo User\","
                + "\"preferred_username\":\"member\",\"roles\":[\"offline_access\",\"member\"]}");
    assertThat(server.as("nobody").get("/api/v1/auth/me").has(200).text())
        .isEqualTo(
            "{\"sub\":\"sub-nobody\",\"email\":null,\"name\":null,"
                + "\"preferred_username\":null,\"roles\":[\"offline_access\"]}");
    server.as("homeless").get("/api/v1/auth/me").has(200);
  }

  @Test
  void withoutATokenEveryPathOfTheApiIsUnauthorizedKnownOrNot() {
    for (String path : new String[] {"/api/v1/tasks", "/api/v1/nothing", "/api/v1", "/api/v1/"}) {
      Answer answer =
          server
              .withoutToken()
              .get(path)
              .refuses(401, "unauthorized", "Send a token as Authorization: Bearer TOKEN");
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"perfscale\"");
    }
    server.withoutToken().send("PUT", "/api/v1/tasks").has(401);
    server.withoutToken().send("OPTIONS", "/api/v1/tasks").has(401);
    server.withoutToken().get("/agent/v1/nothing").has(401);
  }

  @Test
  void withATokenAnUnknownPathIsNotFound() {
    server
        .as("member")
        .get("/api/v1/nothing")
        .refuses(404, "not_found", "There is nothing at /api/v1/nothing");
    server.as("member").get("/api/v1").has(404);
  }

  @Test
  void aTokenThatDoesNotHoldIsChallengedAsSuch() {
    Answer answer = server.as("stolen").get("/api/v1/tasks").has(401);

    assertThat(answer.header("WWW-Authenticate"))
        .isEqualTo("Bearer realm=\"perfscale\", error=\"invalid_token\"");
    assertThat(answer.text()).doesNotContain("stolen");
  }

  @Test
  void onlyOneWellFormedAuthorizationHeaderIsTaken() {
    ApiClient anyone = server.withoutToken();
    String path = "/api/v1/auth/me";

    anyone.send(anyone.request(path).header("Authorization", "bearer member")).has(200);
    anyone
        .send(
            anyone
                .request(path)
                .header("Authorization", "Bearer member")
                .header("Authorization", "Bearer member"))
        .refuses(401, "unauthorized", "Send one Authorization header, not 2");
    for (String wrong :
        new String[] {"member", "Basic member", "Bearer", "Bearer a b", "Bearer ü"}) {
      anyone
          .send(anyone.request(path).header("Authorization", wrong))
          .refuses(401, "unauthorized", "The Authorization header must be Bearer and a token");
    }
    anyone
        .send(anyone.request(path).header("Authorization", "Bearer " + "x".repeat(12_000)))
        .refuses(401, "unauthorized", "The token is longer than");
  }

  @Test
  void aMachineCredentialIsNoPersonsTokenAndTheOtherWayRound() {
    String credential = server.enrol(TestServer.DEMO, "credential-host").credential();

    server.as(credential).get("/api/v1/auth/me").has(401);
    server
        .as("member")
        .post("/agent/v1/hello", "{\"boot\": \"b\"}")
        .refuses(401, "unauthorized", "The machine credential is unknown or revoked");
  }

  @Test
  void anIdentityProviderThatIsAwayIsUnavailableNotUnauthorized() {
    server.identityFaults.breakWith(() -> new IdentityUnavailable("no keys", null));
    try {
      Answer answer = server.as("member").get("/api/v1/tasks").has(503);

      assertThat(answer.header("Retry-After")).isEqualTo("2");
    } finally {
      server.identityFaults.heal();
    }
  }

  @Test
  void withoutARoleOrAWorkspaceNothingIsRead() {
    server
        .as("nobody")
        .get("/api/v1/machines")
        .refuses(403, "forbidden", "This needs the role viewer; the token has offline_access");
    server
        .as("homeless")
        .get("/api/v1/machines")
        .refuses(403, "tenant_missing", "The token does not name exactly one tenant");
  }
}
