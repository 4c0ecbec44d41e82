package ru.perfscale.adapters.http;

import java.util.List;
import ru.perfscale.adapters.http.agent.AgentUseCases;
import ru.perfscale.adapters.http.health.ReadinessCheck;
import ru.perfscale.adapters.http.loadtest.LoadTestUseCases;
import ru.perfscale.adapters.http.machine.MachineUseCases;
import ru.perfscale.adapters.http.task.TaskUseCases;
import ru.perfscale.application.identity.TokenVerifier;

/**
 * All that is offered over HTTP.
 *
 * @param readiness what must work before the server can
 */
public record UseCases(
    MachineUseCases machines,
    LoadTestUseCases loadTests,
    TaskUseCases tasks,
    AgentUseCases agents,
    TokenVerifier tokens,
    List<ReadinessCheck> readiness) {
  public UseCases {
    readiness = List.copyOf(readiness);
  }
}
