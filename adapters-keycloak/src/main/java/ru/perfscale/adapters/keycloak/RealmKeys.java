package ru.perfscale.adapters.keycloak;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import ru.perfscale.application.identity.IdentityUnavailable;

/**
 * The realm's signing keys: cached, refreshed in the background before they age, refreshed at once
 * for a key id that is not among them, and kept through an outage of the issuer.
 */
final class RealmKeys implements AutoCloseable {
  static final Duration FRESH = Duration.ofMinutes(5);
  static final Duration REFRESH_AHEAD = Duration.ofMinutes(1);

  /** Longer than any access token lives, so that an outage alone refuses no valid token. */
  static final Duration KEPT_IN_OUTAGE = Duration.ofHours(24);

  /** Above the longest fetch: two documents, twice, each within {@link BoundedGet#TIMEOUT}. */
  private static final Duration WAIT_FOR_FETCH = Duration.ofSeconds(15);

  private static final Duration WAIT_FOR_READINESS = Duration.ofSeconds(1);

  private final String issuer;
  private final InstantSource clock;
  private final PacedKeySource paced;
  private final JWKSetSource<SecurityContext> source;
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();

  RealmKeys(KeycloakSettings settings, InstantSource clock) {
    this.issuer = settings.issuer().toString();
    this.clock = clock;
    this.paced = new PacedKeySource(new IssuerKeySource(settings), issuer);
    // Taken out of its JWKSource, which reads the system's clock instead of ours.
    this.source =
        ((JWKSetBasedJWKSource<SecurityContext>)
                JWKSourceBuilder.create(paced)
                    .cache(FRESH.toMillis(), WAIT_FOR_FETCH.toMillis())
                    .refreshAheadCache(
                        REFRESH_AHEAD.toMillis(), null, background, false, null, false)
                    .outageTolerant(KEPT_IN_OUTAGE.toMillis())
                    .rateLimited(false)
                    .build())
            .getJWKSetSource();
  }

  /**
   * The keys that may have made a signature with this header; none when the realm has no such key.
   *
   * @throws IdentityUnavailable when that cannot be known
   */
  List<JWK> matching(JWSHeader header) {
    JWKSelector selector = new JWKSelector(matcher(header));
    try {
      JWKSet keys = source.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), clock.millis(), null);
      List<JWK> found = selector.select(keys);
      if (found.isEmpty()) {
        JWKSetCacheRefreshEvaluator newer = JWKSetCacheRefreshEvaluator.referenceComparison(keys);
        found = selector.select(source.getJWKSet(newer, clock.millis(), null));
      }
      if (found.isEmpty() && paced.failing()) {
        throw new IdentityUnavailable(
            "The identity provider "
                + issuer
                + " cannot be asked for the key of this token, which may be new",
            null);
      }
      return found;
    } catch (KeySourceException e) {
      throw new IdentityUnavailable(
          "The identity provider " + issuer + " cannot be asked for its keys: " + e.getMessage(),
          e);
    }
  }

  /**
   * Asks the issuer; a failure of it is in the log already.
   *
   * @throws DevelopmentIssuer when it is one and must not be
   */
  void requireRealIssuer() throws DevelopmentIssuer {
    try {
      source.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), clock.millis(), null);
    } catch (KeySourceException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof DevelopmentIssuer development) {
          throw development;
        }
      }
    }
  }

  /** Whether keys are there; waits a moment for them when they are not. */
  boolean ready() {
    if (background.isShutdown()) {
      return false;
    }
    Future<?> keys =
        background.submit(
            () -> source.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), clock.millis(), null));
    try {
      keys.get(WAIT_FOR_READINESS.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      // The fetch goes on; keys from before an outage serve until it has ended.
      return paced.holdsKeys();
    } catch (ExecutionException e) {
      // Already in the log: PacedKeySource says when fetching starts and stops to fail.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static JWKMatcher matcher(JWSHeader header) {
    JWSAlgorithm algorithm = header.getAlgorithm();
    Set<Algorithm> algorithms =
        new HashSet<>(
            JWSAlgorithm.Family.ED.contains(algorithm)
                ? JWSAlgorithm.Family.ED
                : Set.of(algorithm));
    // A key that does not say its algorithm fits any of its type.
    algorithms.add(null);
    return new JWKMatcher.Builder()
        .keyID(header.getKeyID())
        .keyType(keyType(algorithm))
        .keyUse(KeyUse.SIGNATURE)
        .algorithms(algorithms)
        .build();
  }

  private static KeyType keyType(JWSAlgorithm algorithm) {
    if (JWSAlgorithm.Family.RSA.contains(algorithm)) {
      return KeyType.RSA;
    }
    return JWSAlgorithm.Family.EC.contains(algorithm) ? KeyType.EC : KeyType.OKP;
  }

  @Override
  public void close() {
    background.shutdownNow();
    try {
      source.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
