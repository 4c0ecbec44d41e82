package ru.perfscale.application.machine;

import ru.perfscale.domain.machine.Agent;

/** An agent ends what it runs and takes nothing new: its machine is left out of placement. */
public final class DrainAgent {
  private final AgentRepository agents;

  public DrainAgent(AgentRepository agents) {
    this.agents = agents;
  }

  /** Holds for this life of the agent. */
  public void drain(Agent agent, String boot) {
    agents.drain(agent, boot);
  }
}
