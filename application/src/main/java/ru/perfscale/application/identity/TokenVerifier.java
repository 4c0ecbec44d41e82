package ru.perfscale.application.identity;

import ru.perfscale.domain.identity.Principal;

/** Turns a bearer token into the person it speaks for. Implementations are thread-safe. */
public interface TokenVerifier {
  /**
   * @param token the token without its {@code Bearer} prefix
   * @throws ru.perfscale.domain.Refusal.Unauthenticated when it does not hold, with a reason that
   *     is safe to show
   * @throws IdentityUnavailable when the keys to check it could not be had
   */
  Principal verify(String token);

  /** Whether tokens can be verified now: the keys are there, fresh or from before an outage. */
  boolean ready();
}
