package ru.perfscale.adapters.keycloak;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the issuer at most once per 30 s while keys are held, whatever key ids strangers send; while
 * none are held, once per second and with one retry, because nothing works until they arrive.
 *
 * <p>It stands in for the rate limiter of nimbus, which lets two calls through per interval, each
 * of them doubled by its retry, and holds a server that starts before its Keycloak back for 30 s.
 * Called under the lock of the cache above it, so never by two threads at once.
 */
final class PacedKeySource implements JWKSetSource<SecurityContext> {
  static final Duration WITH_KEYS = Duration.ofSeconds(30);
  static final Duration WITHOUT_KEYS = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(PacedKeySource.class);

  private final JWKSetSource<SecurityContext> issuer;
  private final String name;
  private volatile boolean asked;
  private volatile long askedAt;
  private volatile boolean held;
  private volatile boolean failing;

  PacedKeySource(JWKSetSource<SecurityContext> issuer, String name) {
    this.issuer = issuer;
    this.name = name;
  }

  /** Whether the last attempt failed, so that the keys held may be out of date. */
  boolean failing() {
    return failing;
  }

  /** Whether keys were ever fetched. */
  boolean holdsKeys() {
    return held;
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator evaluator, long currentTime, SecurityContext context)
      throws KeySourceException {
    Duration pace = held ? WITH_KEYS : WITHOUT_KEYS;
    long elapsed = currentTime - askedAt;
    if (asked && elapsed >= 0 && elapsed < pace.toMillis()) {
      throw new JWKSetUnavailableException(
          "it was asked less than " + pace.toSeconds() + " s ago" + (failing ? " in vain" : ""));
    }
    asked = true;
    askedAt = currentTime;
    try {
      JWKSet keys = fetch(evaluator, currentTime, context);
      if (failing) {
        LOG.info("The keys of {} can be fetched again", name);
      }
      held = true;
      failing = false;
      return keys;
    } catch (JWKSetUnavailableException e) {
      if (!failing) {
        LOG.warn(
            "The keys of {} cannot be fetched ({}): {}",
            name,
            held ? "those fetched before keep serving" : "no token can be verified",
            e.getMessage());
      }
      failing = true;
      throw e;
    }
  }

  private JWKSet fetch(JWKSetCacheRefreshEvaluator evaluator, long now, SecurityContext context)
      throws KeySourceException {
    try {
      return issuer.getJWKSet(evaluator, now, context);
    } catch (JWKSetUnavailableException e) {
      if (held) {
        throw e;
      }
      LOG.debug("Fetching the keys of {} failed, trying once more: {}", name, e.getMessage());
      return issuer.getJWKSet(evaluator, now, context);
    }
  }

  @Override
  public void close() throws IOException {
    issuer.close();
  }
}
