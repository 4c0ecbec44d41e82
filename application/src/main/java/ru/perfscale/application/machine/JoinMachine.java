package ru.perfscale.application.machine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import ru.perfscale.application.Transactions;
import ru.perfscale.application.audit.Actor;
import ru.perfscale.application.audit.AuditEntry;
import ru.perfscale.application.audit.AuditEntry.Action;
import ru.perfscale.application.audit.AuditLog;
import ru.perfscale.application.machine.JoinTokenRepository.Scope;
import ru.perfscale.application.machine.JoinTokenRepository.Stored;
import ru.perfscale.application.machine.JoinTokenRepository.Use;
import ru.perfscale.domain.Refusal;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.Refusal.Unauthenticated;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.MachineFacts;
import ru.perfscale.domain.machine.MachineId;

/**
 * A host with a join token becomes a machine, or the one that the token was made for. Its
 * credential was made on the host: the server gets a hash. The same request again is answered the
 * same, since its answer may have been lost; whatever else is done with a used token is refused.
 */
public final class JoinMachine {
  /** How many refusals of strangers are written down at once, and one more each so often. */
  private static final int STRANGERS = 100;

  private static final Duration PER_STRANGER = Duration.ofMinutes(1);

  private final JoinTokenRepository tokens;
  private final AgentRepository agents;
  private final JoiningHost hosts;
  private final AuditLog audit;
  private final Transactions transactions;
  private final Allowance strangers;

  /**
   * What a host asks for.
   *
   * @param name for the machine; by the hostname, or as it is, when empty
   * @param protocol the version of the agent protocol that the agent speaks
   * @param address where the request came from
   */
  public record Request(
      String token,
      CredentialHash credential,
      MachineFacts facts,
      Optional<String> name,
      int protocol,
      String address) {
    public Request {
      requireNonNull(credential);
      requireNonNull(facts);
      requireNonNull(name);
    }

    /** The record's own would print the secret. */
    @Override
    public String toString() {
      return "Join of " + facts.hostname() + " from " + address;
    }
  }

  private sealed interface Outcome {
    record Joined(MachineId machine) implements Outcome {}

    record Refused(Refusal refusal) implements Outcome {}
  }

  /**
   * @param nanoTime a monotonic clock such as {@link System#nanoTime}
   */
  public JoinMachine(
      JoinTokenRepository tokens,
      MachineRepository machines,
      AgentRepository agents,
      AuditLog audit,
      Transactions transactions,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.tokens = tokens;
    this.agents = agents;
    this.hosts = new JoiningHost(machines, agents, clock);
    this.audit = audit;
    this.transactions = transactions;
    this.strangers = new Allowance(STRANGERS, PER_STRANGER, nanoTime);
  }

  /**
   * @throws Unauthenticated when the token is unknown, used or expired
   * @throws Conflict when the host cannot become that machine
   * @throws ru.perfscale.domain.Refusal.Invalid when the agent speaks another protocol
   */
  public MachineId join(Request request) {
    // A refusal is written down, so the transaction must not be rolled back by it.
    return switch (transactions.call(() -> decided(request))) {
      case Outcome.Joined(MachineId machine) -> machine;
      case Outcome.Refused(Refusal refusal) -> throw refusal;
    };
  }

  private Outcome decided(Request request) {
    CredentialHash token = CredentialHash.of(request.token());
    Optional<Stored> found = tokens.lock(token);
    if (found.isEmpty()) {
      return refusedStranger(request, token);
    }
    Scope scope = found.get().scope();
    try {
      AgentProtocol.requireSpoken(request.protocol());
      if (isRepeated(request, found.get())) {
        return new Outcome.Joined(found.get().use().orElseThrow().machine());
      }
      requireUsable(found.get());
      return joined(request, token, scope);
    } catch (Refusal refusal) {
      audit.add(refusal(request, token, Optional.of(scope), refusal));
      return new Outcome.Refused(refusal);
    }
  }

  /** A host that did not get the answer. */
  private boolean isRepeated(Request request, Stored token) {
    return token
        .use()
        .filter(use -> use.credential().equals(request.credential()))
        .filter(use -> isStillServedBy(request.credential(), use.machine()))
        .isPresent();
  }

  private boolean isStillServedBy(CredentialHash credential, MachineId machine) {
    return agents.find(credential).map(Agent::machine).equals(Optional.of(machine));
  }

  private static void requireUsable(Stored token) {
    if (token.use().isPresent()) {
      throw new Unauthenticated(
          "The join token was used already, and it joins one host only; have another one issued");
    }
    if (token.expired()) {
      throw new Unauthenticated(
          "The join token has expired after %d min; have another one issued"
              .formatted(IssueJoinToken.VALIDITY.toMinutes()));
    }
  }

  private Outcome joined(Request request, CredentialHash token, Scope scope) {
    if (agents.find(request.credential()).isPresent()) {
      throw new Conflict("The credential belongs to a machine already; make another one");
    }
    MachineId machine = hosts.machine(scope, request.facts(), request.name());
    Agent agent = new Agent(machine, scope.tenant());
    agents.enrol(agent, request.credential());
    tokens.use(token, new Use(machine, request.credential()));
    audit.add(
        AuditEntry.of(scope.tenant(), Actor.machine(agent), Action.MACHINE_JOINED, machine.value())
            .with("address", request.address())
            .with("hostname", request.facts().hostname().value())
            .with("token", token.fingerprint()));
    return new Outcome.Joined(machine);
  }

  /** Anybody can send such a request, any number of times: not all of them are written down. */
  private Outcome refusedStranger(Request request, CredentialHash token) {
    Refusal refusal =
        new Unauthenticated(
            "The join token is not one of this server; compare it and the server's address with"
                + " what you were given, or have another one issued");
    if (strangers.take()) {
      audit.add(refusal(request, token, Optional.empty(), refusal));
    }
    return new Outcome.Refused(refusal);
  }

  private static AuditEntry refusal(
      Request request, CredentialHash token, Optional<Scope> scope, Refusal refusal) {
    return new AuditEntry(
            scope.map(Scope::tenant),
            Actor.stranger(request.address()),
            Action.JOIN_REFUSED,
            scope.flatMap(Scope::machine).map(MachineId::value).orElse(""),
            new TreeMap<>())
        .with("hostname", request.facts().hostname().value())
        .with("token", token.fingerprint())
        .with("why", refusal.getMessage());
  }
}
