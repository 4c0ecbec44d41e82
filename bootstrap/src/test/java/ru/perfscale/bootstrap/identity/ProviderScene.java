package ru.perfscale.bootstrap.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.perfscale.bootstrap.identity.RealmClient.json;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A running provider and a client of it. */
abstract class ProviderScene {
  @TempDir Path directory;
  volatile Instant now = Instant.now();
  DevelopmentIdentityProvider provider;
  RealmClient client;

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

  static JWTClaimsSet claims(Object token) throws Exception {
    return SignedJWT.parse((String) token).getJWTClaimsSet();
  }

  static void assertError(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(json(response)).containsEntry("error", code).containsKey("error_description");
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
  }
}
