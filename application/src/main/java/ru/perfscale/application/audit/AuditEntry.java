package ru.perfscale.application.audit;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.TenantId;

/**
 * One thing that was done, or refused.
 *
 * @param tenant whose workspace it is about; empty when that cannot be told
 * @param subject the id of what it was done to; empty when that cannot be told
 * @param detail whatever helps to understand it; never a secret
 */
public record AuditEntry(
    Optional<TenantId> tenant,
    Actor actor,
    Action action,
    String subject,
    SortedMap<String, String> detail) {
  /** What was done. */
  public enum Action {
    MACHINE_REGISTERED,
    MACHINE_CHANGED,
    MACHINE_REMOVED,
    JOIN_TOKEN_ISSUED,
    MACHINE_JOINED,
    JOIN_REFUSED,
    AGENT_REFUSED,
    JOURNAL_DAMAGED,
    TASK_SUBMITTED,
    TASK_CHANGED,
    TASK_CANCELLED;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public AuditEntry {
    requireNonNull(tenant);
    requireNonNull(actor);
    requireNonNull(action);
    requireNonNull(subject);
    detail = Collections.unmodifiableSortedMap(new TreeMap<>(detail));
  }

  public static AuditEntry of(TenantId tenant, Actor actor, Action action, String subject) {
    return new AuditEntry(Optional.of(tenant), actor, action, subject, new TreeMap<>());
  }

  /** What a person did in a workspace, with the name that the token has for them. */
  public static AuditEntry by(Principal principal, TenantId tenant, Action action, String subject) {
    AuditEntry entry = of(tenant, Actor.person(principal), action, subject);
    return principal
        .profile()
        .preferredUsername()
        .map(name -> entry.with("by", name))
        .orElse(entry);
  }

  public AuditEntry with(String name, String value) {
    TreeMap<String, String> more = new TreeMap<>(detail);
    more.put(name, value);
    return new AuditEntry(tenant, actor, action, subject, more);
  }

  public AuditEntry with(Map<String, String> values) {
    TreeMap<String, String> more = new TreeMap<>(detail);
    more.putAll(values);
    return new AuditEntry(tenant, actor, action, subject, more);
  }
}
