package ru.perfscale.adapters.http.memory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import ru.perfscale.application.identity.TokenVerifier;
import ru.perfscale.domain.Refusal.Unauthenticated;
import ru.perfscale.domain.identity.Principal;

/** Knows some tokens by heart. */
public final class MemoryTokens implements TokenVerifier {
  private final Map<String, Principal> known = new ConcurrentHashMap<>();
  private final Faults faults;

  public MemoryTokens(Faults faults) {
    this.faults = faults;
  }

  public void know(String token, Principal principal) {
    known.put(token, principal);
  }

  @Override
  public Principal verify(String token) {
    faults.check();
    Principal principal = known.get(token);
    if (principal == null) {
      throw new Unauthenticated("The token is not one of ours");
    }
    return principal;
  }

  @Override
  public boolean ready() {
    return true;
  }
}
