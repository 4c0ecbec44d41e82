package ru.perfscale.adapters.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TokenLogTest {
  @Test
  void noTokenIsEverLogged() {
    SettableClock clock = new SettableClock();
    SigningKey key = SigningKey.rsa("key-1");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger ours = (Logger) LoggerFactory.getLogger("ru.perfscale.adapters.keycloak");
    Level before = ours.getLevel();
    ours.setLevel(Level.TRACE);
    ours.setAdditive(false);
    ours.addAppender(log);
    log.start();
    try (FakeIssuer issuer = new FakeIssuer(clock, key);
        KeycloakTokenVerifier verifier =
            new KeycloakTokenVerifier(
                KeycloakSettings.production(
                    issuer.issuer(),
                    Set.of("perfscale-site"),
                    Optional.empty(),
                    new TenantRule.Subject()),
                clock)) {
      String token = FakeIssuer.token(key, issuer.claims());
      issuer.down = true;
      assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(RuntimeException.class);
      issuer.down = false;
      clock.advance(Duration.ofSeconds(1));
      verifier.verify(token);
      assertThatThrownBy(() -> verifier.verify(token + "A")).isInstanceOf(RuntimeException.class);

      List<String> lines = log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
      assertThat(lines)
          .anyMatch(line -> line.contains("cannot be fetched"))
          .anyMatch(line -> line.contains("can be fetched again"));
      for (String part : token.split("\\.")) {
        assertThat(lines).noneMatch(line -> line.contains(part));
      }
    } finally {
      ours.detachAppender(log);
      ours.setAdditive(true);
      ours.setLevel(before);
    }
  }
}
