package ru.perfscale.adapters.keycloak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import ru.perfscale.adapters.keycloak.AccessTokenRules.Accepted;
import ru.perfscale.domain.identity.Principal;

/**
 * Tokens that were verified before. They are known by their SHA-256, so that a heap dump shows no
 * token. An entry lives until the token's {@code exp}, and at most {@link #MAX_AGE}, so that a key
 * which the realm withdraws stops counting. The least recently used entry makes room.
 */
final class VerifiedTokens {
  static final int CAPACITY = 10_000;
  static final Duration MAX_AGE = Duration.ofMinutes(5);

  private final Map<ByteBuffer, Verified> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Verified> eldest) {
          return size() > CAPACITY;
        }
      };

  private record Verified(Principal principal, Instant from, Instant until) {
    /** A clock that was set back must not make an entry live longer. */
    boolean holdsAt(Instant now) {
      return !now.isBefore(from) && now.isBefore(until);
    }
  }

  synchronized Optional<Principal> find(ByteBuffer fingerprint, Instant now) {
    Verified entry = entries.get(fingerprint);
    if (entry == null) {
      return Optional.empty();
    }
    if (!entry.holdsAt(now)) {
      entries.remove(fingerprint);
      return Optional.empty();
    }
    return Optional.of(entry.principal());
  }

  synchronized void remember(ByteBuffer fingerprint, Accepted accepted, Instant now) {
    Instant oldest = now.plus(MAX_AGE);
    Instant until = accepted.expiry().isBefore(oldest) ? accepted.expiry() : oldest;
    if (now.isBefore(until)) {
      entries.put(fingerprint, new Verified(accepted.principal(), now, until));
    }
  }

  synchronized int size() {
    return entries.size();
  }

  static ByteBuffer fingerprint(String token) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
