package ru.perfscale.application.machine;

import ru.perfscale.domain.Refusal.Unauthenticated;
import ru.perfscale.domain.machine.Agent;

/** Finds the agent that a machine credential belongs to. */
public final class AuthenticateAgent {
  private final AgentRepository agents;

  public AuthenticateAgent(AgentRepository agents) {
    this.agents = agents;
  }

  /**
   * @throws Unauthenticated when no living machine has this credential
   */
  public Agent authenticate(String credential) {
    return agents
        .find(CredentialHash.of(credential))
        .orElseThrow(() -> new Unauthenticated("The machine credential is unknown or revoked"));
  }
}
