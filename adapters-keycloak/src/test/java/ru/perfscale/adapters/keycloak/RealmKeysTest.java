package ru.perfscale.adapters.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.application.identity.IdentityUnavailable;
import ru.perfscale.domain.Refusal.Unauthenticated;

class RealmKeysTest {
  private static final SigningKey OLD = SigningKey.rsa("old");
  private static final SigningKey NEW = SigningKey.rsa("new");

  private final SettableClock clock = new SettableClock();
  private FakeIssuer issuer;
  private KeycloakTokenVerifier verifier;

  @BeforeEach
  void start() {
    issuer = new FakeIssuer(clock, OLD);
    verifier = verifier(issuer.issuer());
  }

  @AfterEach
  void stop() {
    verifier.close();
    issuer.close();
  }

  private KeycloakTokenVerifier verifier(URI address) {
    return new KeycloakTokenVerifier(
        KeycloakSettings.production(
            address, Set.of("perfscale-site"), Optional.empty(), new TenantRule.Subject()),
        clock);
  }

  /** A token that was never sent before. */
  private String fresh(SigningKey key) {
    var claims = issuer.claims();
    claims.put("jti", UUID.randomUUID().toString());
    return FakeIssuer.token(key, claims);
  }

  private void assertAccepted(SigningKey key) {
    assertThat(verifier.verify(fresh(key)).subject()).isNotBlank();
  }

  private void assertUnknownKey(SigningKey key) {
    assertThatThrownBy(() -> verifier.verify(fresh(key)))
        .isInstanceOf(Unauthenticated.class)
        .hasMessageContaining("does not publish");
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  @Test
  void creatingAVerifierAsksNobody() {
    assertThat(issuer.discoveryCalls).hasValue(0);

    assertThat(verifier.ready()).isTrue();
    assertThat(issuer.discoveryCalls).hasValue(1);
  }

  @Test
  void manyTokensCostOneCall() {
    for (int i = 0; i < 20; i++) {
      assertAccepted(OLD);
    }

    assertThat(issuer.keyCalls).hasValue(1);
  }

  @Test
  void aNewKeyIsFoundAtItsFirstToken() {
    assertAccepted(OLD);
    clock.advance(Duration.ofSeconds(31));
    issuer.keys = List.of(OLD, NEW);

    assertAccepted(NEW);
    assertAccepted(OLD);
    assertThat(issuer.keyCalls).hasValue(2);
  }

  @Test
  void aWithdrawnKeyStopsCountingEvenForTokensSeenBefore() {
    String token = fresh(OLD);
    verifier.verify(token);
    issuer.keys = List.of(NEW);
    clock.advance(RealmKeys.FRESH.minusSeconds(1));

    // The first token in the last minute of the keys' life is still taken, and refreshes them.
    assertThat(verifier.verify(fresh(OLD)).subject()).isNotBlank();
    await(() -> issuer.keyCalls.get() == 2);
    clock.advance(Duration.ofSeconds(1));

    assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(Unauthenticated.class);
    assertAccepted(NEW);
  }

  @Test
  void aStormOfKeyIdsCostsOneCallPer30Seconds() {
    assertAccepted(OLD);
    for (int period = 1; period <= 3; period++) {
      for (int i = 0; i < 100; i++) {
        assertUnknownKey(OLD.named("storm-" + period + "-" + i));
        clock.advance(Duration.ofMillis(300));
      }
      assertThat(issuer.keyCalls).hasValue(period);
      assertThat(issuer.discoveryCalls).hasValue(period);
    }
    assertAccepted(OLD);
  }

  @Test
  void aStormFromManyThreadsCostsOneCallAndDisturbsNoOne() throws Exception {
    assertAccepted(OLD);
    clock.advance(Duration.ofSeconds(31));
    List<Callable<Void>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      SigningKey unknown = OLD.named("storm-" + i);
      calls.add(
          () -> {
            assertUnknownKey(unknown);
            assertAccepted(OLD);
            return null;
          });
    }

    runAll(calls);

    assertThat(issuer.keyCalls).hasValue(2);
  }

  @Test
  void theFirstTokensOfManyThreadsShareOneFetch() throws Exception {
    String same = fresh(OLD);
    List<Callable<Void>> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String token = i % 2 == 0 ? same : fresh(OLD);
      calls.add(
          () -> {
            assertThat(verifier.verify(token).realmRoles()).contains("member");
            return null;
          });
    }

    runAll(calls);

    assertThat(issuer.keyCalls).hasValue(1);
  }

  private static void runAll(List<Callable<Void>> calls) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> call : threads.invokeAll(calls)) {
        call.get();
      }
    }
  }

  @Test
  void keysAreRefreshedInTheBackgroundBeforeTheyAge() {
    assertAccepted(OLD);
    clock.advance(RealmKeys.FRESH.minus(RealmKeys.REFRESH_AHEAD).plusSeconds(1));

    assertAccepted(OLD);

    await(() -> issuer.keyCalls.get() == 2);
  }

  @Test
  void cachedKeysServeThroughAnOutage() {
    assertAccepted(OLD);
    issuer.down = true;
    for (int minute = 0; minute < 60; minute += 6) {
      clock.advance(Duration.ofMinutes(6));
      assertAccepted(OLD);
      assertThat(verifier.ready()).isTrue();
    }
    issuer.down = false;
    issuer.keys = List.of(NEW);
    clock.advance(Duration.ofMinutes(6));

    assertAccepted(NEW);
    assertUnknownKey(OLD);
  }

  @Test
  void keysAreNotTrustedForeverWithoutTheirIssuer() {
    assertAccepted(OLD);
    issuer.down = true;
    clock.advance(RealmKeys.KEPT_IN_OUTAGE.plusSeconds(1));

    assertThatThrownBy(() -> verifier.verify(fresh(OLD))).isInstanceOf(IdentityUnavailable.class);
    assertThat(verifier.ready()).isFalse();
  }

  @Test
  void anUnknownKeyDuringAnOutageIsNotCalledInvalid() {
    assertAccepted(OLD);
    issuer.down = true;
    clock.advance(Duration.ofSeconds(31));

    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> verifier.verify(fresh(NEW)))
          .isInstanceOf(IdentityUnavailable.class)
          .hasMessageContaining("may be new");
    }
    assertThat(issuer.discoveryCalls).hasValue(2);
    assertAccepted(OLD);
  }

  @Test
  void anIssuerThatStartsLaterIsFoundWithinASecond() {
    issuer.down = true;
    assertThat(verifier.ready()).isFalse();
    assertThatThrownBy(() -> verifier.verify(fresh(OLD)))
        .isInstanceOf(IdentityUnavailable.class)
        .hasMessageContaining("asked less than 1 s ago in vain");
    assertThat(issuer.discoveryCalls).hasValue(2);
    issuer.down = false;
    clock.advance(Duration.ofSeconds(1));

    assertThat(verifier.ready()).isTrue();
    assertAccepted(OLD);
  }

  @Test
  void aClockThatIsSetBackDoesNotLockTheIssuerOut() {
    issuer.down = true;
    assertThat(verifier.ready()).isFalse();
    issuer.down = false;
    clock.advance(Duration.ofHours(-1));

    assertThat(verifier.ready()).isTrue();
  }

  @Test
  void readinessDoesNotWaitForAnIssuerThatNeverAnswers() throws IOException {
    // Connections wait in the backlog: nobody accepts them.
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        KeycloakTokenVerifier waiting =
            verifier(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/realms/test"))) {
      long begin = System.nanoTime();

      assertThat(waiting.ready()).isFalse();

      // Both attempts together would take twice the timeout of one exchange.
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BoundedGet.TIMEOUT);
    }
  }
}
