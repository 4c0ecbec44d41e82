package ru.perfscale.adapters.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.keycloak.AccessTokenRules.Accepted;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Profile;

class VerifiedTokensTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Principal DEMO =
      new Principal("demo", Optional.empty(), List.of(), Profile.EMPTY);
  private static final ByteBuffer TOKEN = VerifiedTokens.fingerprint("a.b.c");

  private final VerifiedTokens tokens = new VerifiedTokens();

  private void remember(ByteBuffer fingerprint, Duration life) {
    tokens.remember(fingerprint, new Accepted(DEMO, NOW.plus(life)), NOW);
  }

  @Test
  void anEntryNeverOutlivesItsToken() {
    remember(TOKEN, Duration.ofSeconds(60));

    assertThat(tokens.find(TOKEN, NOW.plusSeconds(59))).contains(DEMO);
    assertThat(tokens.find(TOKEN, NOW.plusSeconds(60))).isEmpty();
    assertThat(tokens.size()).isZero();
  }

  @Test
  void anEntryOfALongLivedTokenIsVerifiedAgainAfterFiveMinutes() {
    remember(TOKEN, Duration.ofHours(10));

    assertThat(tokens.find(TOKEN, NOW.plusSeconds(299))).contains(DEMO);
    assertThat(tokens.find(TOKEN, NOW.plusSeconds(300))).isEmpty();
  }

  @Test
  void aTokenInItsLastSecondsOfClockSkewIsNotRemembered() {
    remember(TOKEN, Duration.ofSeconds(-1));

    assertThat(tokens.size()).isZero();
  }

  @Test
  void aClockThatIsSetBackMakesNoEntryLiveLonger() {
    remember(TOKEN, Duration.ofSeconds(60));

    assertThat(tokens.find(TOKEN, NOW.minusSeconds(1))).isEmpty();
  }

  @Test
  void theLeastRecentlyUsedTokenMakesRoom() {
    remember(TOKEN, Duration.ofSeconds(60));
    ByteBuffer second = VerifiedTokens.fingerprint("second");
    remember(second, Duration.ofSeconds(60));
    for (int i = 2; i < VerifiedTokens.CAPACITY; i++) {
      remember(VerifiedTokens.fingerprint("token-" + i), Duration.ofSeconds(60));
    }
    assertThat(tokens.find(TOKEN, NOW)).isPresent();

    remember(VerifiedTokens.fingerprint("one more"), Duration.ofSeconds(60));

    assertThat(tokens.size()).isEqualTo(VerifiedTokens.CAPACITY);
    assertThat(tokens.find(second, NOW)).isEmpty();
    assertThat(tokens.find(TOKEN, NOW)).isPresent();
  }
}
