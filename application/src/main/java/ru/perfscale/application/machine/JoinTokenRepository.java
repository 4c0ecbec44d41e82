package ru.perfscale.application.machine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.MachineId;

/**
 * The tokens with which machines join. A token is known here by its hash only, and its age is by
 * the database's clock.
 */
public interface JoinTokenRepository {
  /**
   * What a token allows.
   *
   * @param machine which machine the joining host becomes; empty when it may register itself
   */
  record Scope(TenantId tenant, Optional<MachineId> machine) {
    public Scope {
      requireNonNull(tenant);
      requireNonNull(machine);
    }
  }

  /** What a token was used for. */
  record Use(MachineId machine, CredentialHash credential) {}

  /** A token as it is stored. */
  record Stored(Scope scope, boolean expired, Optional<Use> use) {}

  /**
   * Stores a new token. Those of the tenant that expired more than a day ago go.
   *
   * @return when it expires
   */
  Instant issue(CredentialHash token, Scope scope, Duration validity);

  /** Nobody else uses it until the transaction ends. Across tenants: the token tells the tenant. */
  Optional<Stored> lock(CredentialHash token);

  /** Marks a token that exists as used. */
  void use(CredentialHash token, Use use);
}
