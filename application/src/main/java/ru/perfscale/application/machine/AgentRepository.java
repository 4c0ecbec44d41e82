package ru.perfscale.application.machine;

import java.util.List;
import java.util.Optional;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.task.Placement;

/** The agents that serve machines. A credential is known here by its hash only. */
public interface AgentRepository {
  /** The life of an agent that the server knows of, and whether it is heard. */
  record Present(Optional<String> boot, boolean inContact) {}

  /**
   * Lets whoever holds the credential serve the machine; an earlier credential dies, and the life
   * that had it is not present any more.
   */
  void enrol(Agent agent, CredentialHash credential);

  Optional<Agent> find(CredentialHash credential);

  /** Empty when nobody may serve the machine. */
  Optional<Present> present(Agent agent);

  /**
   * A new life of the agent begins: it is heard, and calls of earlier lives are refused, from now
   * on also the hello of one that this one replaces.
   *
   * @throws ru.perfscale.domain.Refusal.Conflict when another life has replaced this one: its hello
   *     was on its way for long
   */
  void attach(Agent agent, AgentBoot boot);

  /**
   * Notes that the agent is there now.
   *
   * @return false when {@code boot} is not the agent's present life
   */
  boolean heard(Agent agent, String boot);

  /** Notes that the present life of the agent takes nothing new, if {@code boot} is it. */
  void drain(Agent agent, String boot);

  /** The tenant's machines as placement sees them, the oldest first. */
  List<Placement.Candidate> candidates(TenantId tenant);
}
