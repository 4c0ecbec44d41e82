package ru.perfscale.bootstrap.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ru.perfscale.bootstrap.identity.RealmClient.json;
import static ru.perfscale.bootstrap.identity.RealmClient.passwordGrant;
import static ru.perfscale.bootstrap.identity.RealmClient.refreshGrant;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import ru.perfscale.adapters.keycloak.KeycloakSettings;
import ru.perfscale.adapters.keycloak.KeycloakTokenVerifier;
import ru.perfscale.adapters.keycloak.TenantRule;
import ru.perfscale.application.identity.IdentityUnavailable;
import ru.perfscale.domain.Refusal.Unauthenticated;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.identity.TenantId;

class VerifierAndProviderTest {
  @TempDir private Path directory;

  private DevelopmentIdentityProvider provider() throws Exception {
    return DevelopmentIdentityProvider.start(RealmClient.settings(directory));
  }

  private static KeycloakTokenVerifier verifier(DevelopmentIdentityProvider provider) {
    return new KeycloakTokenVerifier(
        KeycloakSettings.development(
            provider.issuer(),
            provider.discovery(),
            Set.of("perfscale-site"),
            new TenantRule.Claim("tenant")),
        InstantSource.system());
  }

  @Test
  void demoIsAMemberOfTheTenantDemo() throws Exception {
    try (DevelopmentIdentityProvider provider = provider();
        RealmClient client = new RealmClient(provider);
        KeycloakTokenVerifier verifier = verifier(provider)) {
      Object token = client.logIn("demo@perfscale.ru", "demo1234").get("access_token");

      Principal principal = verifier.verify((String) token);

      assertThat(principal.tenantFor(Role.MEMBER)).isEqualTo(TenantId.parse("claim:demo"));
      assertThat(principal.realmRoles()).containsExactly("member");
      assertThat(principal.profile().preferredUsername()).contains("demo");
      assertThat(principal.profile().email()).contains("demo@perfscale.ru");
      assertThat(principal.profile().name()).contains("Demo User");
    }
  }

  @Test
  void idAndRefreshTokensOpenNothing() throws Exception {
    try (DevelopmentIdentityProvider provider = provider();
        RealmClient client = new RealmClient(provider);
        KeycloakTokenVerifier verifier = verifier(provider)) {
      Map<String, String> form = passwordGrant("demo", "demo1234");
      form.put("scope", "openid");
      Map<String, Object> answer = json(client.post("token", form));

      assertThatThrownBy(() -> verifier.verify((String) answer.get("id_token")))
          .isInstanceOf(Unauthenticated.class)
          .hasMessage("This is an ID token; send the access token");
      assertThatThrownBy(() -> verifier.verify((String) answer.get("refresh_token")))
          .isInstanceOf(Unauthenticated.class)
          .hasMessageContaining("send the access token");
    }
  }

  @Test
  void aRestartKeepsKeysSubjectsAndSessions() throws Exception {
    Map<String, Object> before;
    Principal principal;
    try (DevelopmentIdentityProvider provider = provider();
        RealmClient client = new RealmClient(provider);
        KeycloakTokenVerifier verifier = verifier(provider)) {
      before = client.logIn("demo", "demo1234");
      principal = verifier.verify((String) before.get("access_token"));
    }
    try (DevelopmentIdentityProvider provider = provider();
        RealmClient client = new RealmClient(provider);
        KeycloakTokenVerifier verifier = verifier(provider)) {
      assertThat(verifier.verify((String) before.get("access_token"))).isEqualTo(principal);
      Object after = client.logIn("demo", "demo1234").get("access_token");
      assertThat(verifier.verify((String) after)).isEqualTo(principal);
      assertThat(client.post("token", refreshGrant(before.get("refresh_token"))).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aProductionVerifierRefusesTheDevelopmentProvider() throws Exception {
    try (DevelopmentIdentityProvider provider = provider();
        RealmClient client = new RealmClient(provider);
        KeycloakTokenVerifier verifier =
            new KeycloakTokenVerifier(
                KeycloakSettings.production(
                        provider.issuer(),
                        Set.of("perfscale-site"),
                        Optional.empty(),
                        new TenantRule.Subject())
                    .withDiscovery(provider.discovery()),
                InstantSource.system())) {
      String token = (String) client.logIn("demo", "demo1234").get("access_token");

      assertThatThrownBy(() -> verifier.verify(token))
          .isInstanceOf(IdentityUnavailable.class)
          .hasMessageContaining("development identity provider");
      assertThat(verifier.ready()).isFalse();
    }
  }

  @Test
  void noSecretPasswordOrTokenIsLogged() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    root.setLevel(Level.TRACE);
    root.addAppender(log);
    log.start();
    try (DevelopmentIdentityProvider provider = provider();
        RealmClient client = new RealmClient(provider);
        KeycloakTokenVerifier verifier = verifier(provider)) {
      Map<String, Object> answer = client.logIn("demo", "demo1234");
      verifier.verify((String) answer.get("access_token"));
      client.post("token", passwordGrant("demo", "wrong-password"));
      client.post("token", refreshGrant(answer.get("refresh_token")));
      client.get("userinfo", "Authorization", "Bearer " + answer.get("access_token"));

      List<String> lines = List.copyOf(log.list).stream().map(Object::toString).toList();
      assertThat(lines).anyMatch(line -> line.contains("development identity provider listens"));
      for (Object secret :
          List.of(
              RealmClient.SECRET,
              "demo1234",
              "wrong-password",
              answer.get("access_token"),
              answer.get("refresh_token"))) {
        assertThat(lines).noneMatch(line -> line.contains((String) secret));
      }
    } finally {
      root.detachAppender(log);
      root.setLevel(before);
    }
  }
}
