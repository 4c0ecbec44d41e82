package ru.perfscale.application.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import ru.perfscale.application.Transactions;
import ru.perfscale.application.audit.AuditEntry;
import ru.perfscale.application.audit.AuditEntry.Action;
import ru.perfscale.application.audit.AuditLog;
import ru.perfscale.application.machine.JoinTokenRepository.Scope;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.MachineId;

/**
 * A member lets one host join the workspace, once and soon. The token is shown once and stored as a
 * hash.
 */
public final class IssueJoinToken {
  static final Duration VALIDITY = Duration.ofMinutes(10);

  private final JoinTokenRepository tokens;
  private final MachineRepository machines;
  private final AuditLog audit;
  private final Transactions transactions;

  /**
   * @param token {@code psj_…}
   */
  public record Issued(String token, Instant expiresAt) {
    /** The record's own would print the secret. */
    @Override
    public String toString() {
      return "Join token until " + expiresAt;
    }
  }

  public IssueJoinToken(
      JoinTokenRepository tokens,
      MachineRepository machines,
      AuditLog audit,
      Transactions transactions) {
    this.tokens = tokens;
    this.machines = machines;
    this.audit = audit;
    this.transactions = transactions;
  }

  /** A token for whatever host has it: it registers itself. */
  public Issued issue(Principal principal) {
    return issue(principal, principal.tenantFor(Role.MEMBER), Optional.empty());
  }

  /** A token for a machine that is registered; an agent that serves it by then is shut out. */
  public Issued issue(Principal principal, MachineId machine) {
    return issue(principal, principal.tenantFor(Role.MEMBER), Optional.of(machine));
  }

  private Issued issue(Principal principal, TenantId tenant, Optional<MachineId> machine) {
    String token = RandomSecret.next("psj_");
    CredentialHash hash = CredentialHash.of(token);
    return transactions.call(
        () -> {
          machine.ifPresent(id -> requireMachine(tenant, id));
          Instant expiresAt = tokens.issue(hash, new Scope(tenant, machine), VALIDITY);
          audit.add(
              AuditEntry.by(
                      principal,
                      tenant,
                      Action.JOIN_TOKEN_ISSUED,
                      machine.map(MachineId::value).orElse(""))
                  .with("token", hash.fingerprint()));
          return new Issued(token, expiresAt);
        });
  }

  private void requireMachine(TenantId tenant, MachineId id) {
    if (machines.find(tenant, id).isEmpty()) {
      throw new NotFound("Machine", id.value());
    }
  }
}
