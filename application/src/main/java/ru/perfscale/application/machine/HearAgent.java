package ru.perfscale.application.machine;

import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.machine.Agent;

/** An agent shows that it is there. */
public final class HearAgent {
  private final AgentRepository agents;

  public HearAgent(AgentRepository agents) {
    this.agents = agents;
  }

  /**
   * @throws Conflict when {@code boot} is not the agent's present life
   */
  public void hear(Agent agent, String boot) {
    if (!agents.heard(agent, boot)) {
      throw new Conflict("Another agent serves this machine since; stop all runs and say hello");
    }
  }
}
